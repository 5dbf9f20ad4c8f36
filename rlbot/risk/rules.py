"""The rules an entry must pass, one small check each, in the order of the table at the end.

A rule looks at the proposal and returns nothing, or a `Refusal` with how many shares it would still allow: 0 blocks the entry,
more trims it. What only reduces never comes here.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import msgspec

from rlbot.risk.halts import Halt
from rlbot.risk.kill_switch import KillState
from rlbot.risk.limits import AgentLimits, initial_margin
from rlbot.settings.platform import RiskSettings

# Shares are whole: a limit met to a billionth is met.
SLACK = 1e-9


class Proposal(msgspec.Struct, frozen=True):
    """An entry of `quantity` whole shares at `price` USD, and everything a rule may ask about. Money in USD.

    `held`: shares held already in its direction; `target`: shares the agent wants in the end, both >= 0.
    `asset_exposure`, `exposure`, `margin`: of positions and open entries without this order, leverage counted.
    """

    agent_id: str
    symbol: str
    quantity: int
    price: float
    leverage: float
    held: int
    target: int
    equity: float
    limits: AgentLimits
    account: RiskSettings
    kill: KillState | None
    halt: Halt | None
    flattening: bool
    order_open: bool
    age_s: float
    last_price: float
    orders_last_minute: int
    orders_today: int
    adv: float
    drawdown: float
    account_drawdown: float
    account_equity: float
    asset_exposure: float
    exposure: float
    margin: float


class Refusal(msgspec.Struct, frozen=True):
    """Which rule said no, its limit, the value that broke it, a sentence, and the shares it would still allow."""

    rule: str
    limit: float
    value: float
    sentence: str
    allowed: int = 0


Rule = Callable[[Proposal], Refusal | None]


def _fitting(room: float, each: float) -> int:
    """Whole shares of `each` USD (or shares) in `room`."""
    return max(math.floor(room / each * (1.0 + SLACK)), 0) if each > 0.0 else 0


def _share(value: float, equity: float) -> float:
    """`value` over `equity`, finite even where nothing is left."""
    return value / max(equity, SLACK)


def not_killed(p: Proposal) -> Refusal | None:
    """The kill switch blocks every entry."""
    if p.kill is None:
        return None
    return Refusal("kill_switch", 0.0, 1.0, f"The kill switch is on: {p.kill.reason}.")


def not_halted(p: Proposal) -> Refusal | None:
    """A halted account or agent takes no new risk."""
    if p.halt is None:
        return None
    return Refusal(p.halt.rule or "halted", p.halt.limit, p.halt.value, f"Trading is halted: {p.halt.reason}.")


def not_flattening(p: Proposal) -> Refusal | None:
    """Nothing is opened while the position is being closed on command."""
    return Refusal("flattening", 0.0, 1.0, "The position is being closed on command.") if p.flattening else None


def order_settled(p: Proposal) -> Refusal | None:
    """One entry at a time: what an earlier order did must be known first."""
    return Refusal("open_order", 0.0, 1.0, "An earlier order of this agent still works.") if p.order_open else None


def data_fresh(p: Proposal) -> Refusal | None:
    """No new risk on old data while the exchange is open."""
    limit = p.account.stale_after_s
    if limit is None or p.age_s <= limit:
        return None
    return Refusal("stale_data", limit, p.age_s, f"The newest bar is {p.age_s:.0f} s old, more than {limit:.0f} s.")


def price_near(p: Proposal) -> Refusal | None:
    """The reference price must be near the last mark since its bar began."""
    limit = p.account.price_collar
    if limit is None or p.last_price <= 0.0:
        return None
    off = abs(p.price / p.last_price - 1.0)
    if off <= limit:
        return None
    return Refusal("price_collar", limit, off, f"The price {p.price:.4g} is {off:.1%} from the last {p.last_price:.4g}.")


def rate_bearable(p: Proposal) -> Refusal | None:
    """Orders of the last minute, all agents."""
    limit = p.account.orders_per_minute
    if limit is None or p.orders_last_minute < limit:
        return None
    return Refusal("orders_per_minute", limit, p.orders_last_minute, f"{p.orders_last_minute} orders in the last minute.")


def day_not_used_up(p: Proposal) -> Refusal | None:
    """Orders of this agent today."""
    limit = p.limits.orders_per_day
    if limit is None or p.orders_today < limit:
        return None
    return Refusal("orders_per_day", limit, p.orders_today, f"{p.orders_today} orders of this agent today.")


def position_size(p: Proposal) -> Refusal | None:
    """The position after the order, as a fraction of the sub-ledger's equity."""
    limit = p.limits.max_weight
    value = (p.held + p.quantity) * p.price
    if value <= limit * p.equity * (1.0 + SLACK):
        return None
    allowed = max(_fitting(limit * p.equity, p.price) - p.held, 0)
    share = _share(value, p.equity)
    return Refusal("position_size", limit, share, f"The position would be {share:.1%} of the sub-ledger.", allowed)


def order_value(p: Proposal) -> Refusal | None:
    """The order's own value, as a fraction of the sub-ledger's equity."""
    limit = p.limits.max_order_value
    if limit is None or p.quantity * p.price <= limit * p.equity * (1.0 + SLACK):
        return None
    share = _share(p.quantity * p.price, p.equity)
    allowed = _fitting(limit * p.equity, p.price)
    return Refusal("order_value", limit, share, f"The order would be {share:.1%} of the sub-ledger.", allowed)


def adv_fraction(p: Proposal) -> Refusal | None:
    """The order against what a day trades; without an estimate there is nothing to hold it against."""
    limit = p.limits.max_adv_fraction
    if limit is None or p.adv <= 0.0 or p.quantity <= limit * p.adv:
        return None
    share = p.quantity / p.adv
    return Refusal("adv_fraction", limit, share, f"The order is {share:.2%} of a day's volume.", _fitting(limit * p.adv, 1.0))


def agent_drawdown(p: Proposal) -> Refusal | None:
    """Below this drawdown the agent may hold half of what it wants."""
    return _halved("drawdown_reduce", p.limits.drawdown_reduce, p.drawdown, p, "The agent")


def account_drawdown(p: Proposal) -> Refusal | None:
    """Likewise for the account."""
    return _halved("account_drawdown_reduce", p.account.drawdown_reduce, p.account_drawdown, p, "The account")


def _halved(rule: str, limit: float | None, value: float, p: Proposal, who: str) -> Refusal | None:
    if limit is None or value < limit:
        return None
    allowed = max(p.target // 2 - p.held, 0)
    if p.quantity <= allowed:
        return None
    return Refusal(rule, limit, value, f"{who} is {value:.1%} below its peak: new risk is halved.", allowed)


def asset_exposure(p: Proposal) -> Refusal | None:
    """Everything held in this symbol, leverage counted, against the account's equity."""
    limit = p.account.max_exposure_per_asset
    return _exposed("exposure_per_asset", limit, p.asset_exposure, p.leverage, p, f"in {p.symbol}")


def total_exposure(p: Proposal) -> Refusal | None:
    """Everything held, leverage counted (a 3x fund counts three times)."""
    return _exposed("exposure", p.account.max_exposure, p.exposure, p.leverage, p, "in total")


def buying_power(p: Proposal) -> Refusal | None:
    """Initial margin of positions and open orders."""
    limit = p.account.buying_power
    return _exposed("buying_power", limit, p.margin, initial_margin(p.leverage), p, "as margin")


def _exposed(rule: str, limit: float | None, now: float, each: float, p: Proposal, what: str) -> Refusal | None:
    if limit is None:
        return None
    room = limit * p.account_equity
    after = now + p.quantity * p.price * each
    if after <= room * (1.0 + SLACK):
        return None
    share = _share(after, p.account_equity)
    sentence = f"The account would carry {share:.2f} times its equity {what}, more than {limit:.2f}."
    return Refusal(rule, limit, share, sentence, _fitting(room - now, p.price * each))


RULES: tuple[Rule, ...] = (
    not_killed,
    not_halted,
    not_flattening,
    order_settled,
    data_fresh,
    price_near,
    rate_bearable,
    day_not_used_up,
    position_size,
    order_value,
    adv_fraction,
    agent_drawdown,
    account_drawdown,
    asset_exposure,
    total_exposure,
    buying_power,
)


def allowed_quantity(proposal: Proposal) -> tuple[int, Refusal | None]:
    """Whole shares that every rule lets pass, and the refusal that set them (None: all of them)."""
    quantity = proposal.quantity
    binding: Refusal | None = None
    for rule in RULES:
        refusal = rule(proposal)
        if refusal is not None and refusal.allowed < quantity:
            quantity = refusal.allowed
            binding = refusal
            if quantity <= 0:
                return 0, binding
    return quantity, binding
