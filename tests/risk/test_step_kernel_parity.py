"""The event path and `training/step_kernel.py` are one arithmetic: equal cash, shares and equity to the last bit.

Random bars with gaps, splits, dividends, thin volume; random targets, long and short; stops, profits, both schedules.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from rlbot.agents.own_history import OWN_STATE, reset_own
from rlbot.events.base import INTERVAL_NS
from rlbot.events.market import Bar, DividendPaid, SplitApplied
from rlbot.events.ops import AlertRaised
from rlbot.events.trade import EquityMarked, OrderApproved, OrderFilled, ProtectionPlaced
from rlbot.execution.cost_schedule import cost_plan, rates_on
from rlbot.market.liquidity import Liquidity
from rlbot.risk.limits import agent_limits
from rlbot.settings.agent import AgentSettings
from rlbot.training import step_kernel as sk
from tests.risk.trading_path import DAY_NS, START_NS, TradingPath, agent, daily, flat_day

BUDGET = 50_000.0
SPLITS = (1.0,) * 25 + (2.0, 4.0, 1.5, 0.5, 0.1)


@dataclass
class Tape:
    """Bars with what happens before each open: a split factor and a dividend."""

    bars: list[Bar]
    splits: list[float]
    dividends: list[float]

    def actions(self, t: int) -> list[SplitApplied | DividendPaid]:
        bar = self.bars[t]
        found: list[SplitApplied | DividendPaid] = []
        if self.splits[t] != 1.0:
            found.append(SplitApplied(ts_ns=bar.known_ns, symbol="ABC", session_ns=bar.start_ns, factor=self.splits[t]))
        if self.dividends[t]:
            found.append(DividendPaid(ts_ns=bar.known_ns, symbol="ABC", session_ns=bar.start_ns, amount=self.dividends[t]))
        return found


def random_tape(rng: random.Random, count: int, *, thin: bool) -> Tape:
    """Prices wander with gaps; days skip weekends now and then; `thin`: some days hardly trade."""
    tape = Tape([], [], [])
    price, day = 100.0, 0
    for t in range(count):
        factor = rng.choice(SPLITS) if t > 1 else 1.0
        price /= factor
        open_ = price * math.exp(rng.gauss(0.0, 0.02))
        close = open_ * math.exp(rng.gauss(0.0, 0.03))
        high = max(open_, close) * (1.0 + abs(rng.gauss(0.0, 0.01)))
        low = min(open_, close) * (1.0 - abs(rng.gauss(0.0, 0.01)))
        volume = float(rng.choice((0, 40, 900, 20_000)) if thin and rng.random() < 0.4 else rng.randrange(10_000, 3_000_000))
        tape.bars.append(daily(day, open_, high, low, close, volume))
        tape.splits.append(factor)
        tape.dividends.append(round(price * 0.01, 2) if t > 1 and rng.random() < 0.1 else 0.0)
        price = close
        day += rng.choice((1, 1, 1, 3))
    return tape


def matrix(tape: Tape) -> list[list[float]]:
    """The kernel's bars. ADV of a row is in the shares of the bar it is used at: the next one, after its split."""
    liquidity = Liquidity(tape.bars[0].interval)
    rows: list[list[float]] = []
    for t, bar in enumerate(tape.bars):
        if tape.splits[t] != 1.0:
            liquidity.on_split(tape.splits[t])
            rows[-1][sk.ADV] = liquidity.adv
        liquidity.on_bar(bar)
        row = [0.0] * sk.BAR_COLUMNS
        row[: sk.VOLUME + 1] = [bar.open, bar.high, bar.low, bar.close, bar.volume]
        row[sk.SPLIT], row[sk.DIVIDEND] = tape.splits[t], tape.dividends[t]
        row[sk.ADV], row[sk.SIGMA] = liquidity.adv, liquidity.sigma
        row[sk.SEC_RATE], row[sk.TAF], row[sk.TAF_CAP], row[sk.CAT] = rates_on(bar.start_ns)
        row[sk.SESSION_END] = float(bar.session_end)
        row[sk.MONTH] = _month(bar.start_ns)
        row[sk.DAYS] = float(bar.start_ns // DAY_NS - tape.bars[max(t - 1, 0)].start_ns // DAY_NS)
        rows.append(row)
    return rows


def _month(start_ns: int) -> float:
    moment = datetime.fromtimestamp(start_ns // 1_000_000_000, UTC)
    return moment.year * 12.0 + moment.month


def run_kernel(tape: Tape, settings_: AgentSettings, weights: list[float], budget: float = BUDGET) -> list[list[float]]:
    """Account rows after each bar."""
    rows = matrix(tape)
    p = [*cost_plan(settings_.costs).params(), *agent_limits(settings_.limits).params()]
    assert len(p) == sk.PARAMS
    account, own = [0.0] * sk.ACCOUNT, [0.0] * OWN_STATE
    sk.reset_account(account, budget, 1.0)
    reset_own(own, budget)
    out = [list(account)]
    for t in range(1, len(rows)):
        sk.decide(account, p, rows[t - 1], weights[t - 1])
        sk.advance(account, own, p, rows[t], rows[t - 1])
        out.append(list(account))
    return out


def run_events(tape: Tape, settings_: AgentSettings, weights: list[float]) -> TradingPath:
    """The same through the bus."""
    path = TradingPath(settings_)
    for t, bar in enumerate(tape.bars):
        path.play(bar, actions=tape.actions(t))
        if t + 1 < len(tape.bars):
            path.decide(weights[t], bar)
    return path


def random_settings(rng: random.Random) -> AgentSettings:
    return agent(
        budget=BUDGET,
        costs={
            "schedule": rng.choice(("ibkr_fixed", "ibkr_tiered")),
            "spread_bps": rng.choice((0.0, 2.0, 50.0)),
            "impact": rng.choice((0.0, 0.5)),
            "impact_exponent": rng.choice((0.5, 0.6)),
            "max_participation": rng.choice((0.0, 0.1)),
            "debit_rate": 0.06,
            "borrow_rate": 0.03,
        },
        limits={
            "max_weight": rng.choice((0.5, 1.0, 2.0)),
            "allow_short": rng.random() < 0.5,
            "stop_loss": rng.choice((None, 0.03, 0.1)),
            "take_profit": rng.choice((None, 0.04, 0.2)),
            "no_trade_band": rng.choice((0.0, 0.05)),
        },
    )


@settings(deadline=None, max_examples=120)
@given(seed=st.integers(0, 10**9), thin=st.booleans())
def test_event_path_and_step_kernel_agree_to_the_last_bit(seed: int, thin: bool) -> None:
    rng = random.Random(seed)
    settings_ = random_settings(rng)
    tape = random_tape(rng, 60, thin=thin)
    weights = [rng.choice((-1.0, -0.5, 0.0, 0.0, 0.25, 0.5, 0.75, 1.0, rng.uniform(-2.0, 2.0))) for _ in tape.bars]
    rows = run_kernel(tape, settings_, weights)
    path = run_events(tape, settings_, weights)
    marks = path.heard(EquityMarked)
    assert len(marks) == len(rows)
    assert path.heard(AlertRaised) == []
    for t, (mark, row) in enumerate(zip(marks, rows, strict=True)):
        assert (mark.equity, mark.cash, mark.shares) == (row[sk.EQUITY_NOW], row[sk.CASH], row[sk.SHARES]), t


@pytest.mark.parametrize("seed", range(12))
def test_intraday_bars_agree_too(seed: int) -> None:
    """Five-minute bars, six to a session, a split only before a session's first."""
    rng = random.Random(seed)
    settings_ = random_settings(rng).model_copy(update={"interval": "5m"})
    tape = random_tape(rng, 60, thin=True)
    for t, bar in enumerate(tape.bars):
        session, slot = divmod(t, 6)
        start = START_NS + session * DAY_NS + (174 + slot) * INTERVAL_NS["5m"]
        known = start + INTERVAL_NS["5m"]
        tape.bars[t] = structs.replace(bar, interval="5m", start_ns=start, known_ns=known, session_end=slot == 5)
        if slot:
            tape.splits[t] = 1.0
            tape.dividends[t] = 0.0
    weights = [rng.uniform(-1.5, 1.5) for _ in tape.bars]
    rows = run_kernel(tape, settings_, weights)
    marks = run_events(tape, settings_, weights).heard(EquityMarked)
    assert [(m.equity, m.cash, m.shares) for m in marks] == [(r[sk.EQUITY_NOW], r[sk.CASH], r[sk.SHARES]) for r in rows]


@pytest.mark.parametrize("budget", [350.0, 550.0, 750.0, 1_150.0])
@pytest.mark.parametrize("factor", [1.5, 0.5, 2.5])
def test_a_flip_waiting_over_an_odd_split_stays_what_was_decided(budget: float, factor: float) -> None:
    """Both of its orders lose fractions; their sum must lose only one."""
    settings_ = agent(budget=budget, limits={"allow_short": True, "stop_loss": 0.2})
    bars = [flat_day(0, 100.0), flat_day(1, 100.0), flat_day(2, 100.0 / factor), flat_day(3, 100.0 / factor)]
    tape = Tape(bars, [1.0, 1.0, factor, 1.0], [0.0] * 4)
    weights = [1.0, -1.0, -0.5, 0.0]
    rows = run_kernel(tape, settings_, weights, budget)
    path = run_events(tape, settings_, weights)
    marks = path.heard(EquityMarked)
    assert [(m.equity, m.cash, m.shares) for m in marks] == [(r[sk.EQUITY_NOW], r[sk.CASH], r[sk.SHARES]) for r in rows]
    assert marks[2].shares < 0
    assert path.heard(AlertRaised) == []


def test_the_random_runs_reach_every_corner() -> None:
    """Stops, profits, shorts, splits of held shares and partial fills all happen, or the parity test proves little."""
    seen: set[str] = set()
    for seed in range(40):
        rng = random.Random(seed)
        settings_ = random_settings(rng)
        tape = random_tape(rng, 60, thin=True)
        weights = [rng.choice((-1.0, 0.0, 0.5, 1.0, rng.uniform(-2.0, 2.0))) for _ in tape.bars]
        path = run_events(tape, settings_, weights)
        for fill in path.heard(OrderFilled):
            seen.add(fill.kind)
            seen.add(fill.purpose)
        marks = path.heard(EquityMarked)
        seen |= {"short" if mark.shares < 0 else "long" if mark.shares > 0 else "flat" for mark in marks}
        seen |= {"split" for mark, t in zip(marks, range(60), strict=True) if mark.shares and tape.splits[t] != 1.0}
        seen |= {"protected" for _ in path.heard(ProtectionPlaced)}
        orders = {order.client_order_id: order.quantity for order in path.heard(OrderApproved)}
        seen |= {"partial" for fill in path.heard(OrderFilled) if orders.get(fill.client_order_id, 0) > fill.quantity}
    assert {"open", "stop_loss", "take_profit", "entry", "reduce", "protect"} <= seen
    assert {"short", "long", "flat", "split", "protected", "partial"} <= seen


@pytest.mark.parametrize("thin", [False, True])
def test_parts_add_up_to_the_change_of_equity(thin: bool) -> None:
    for seed in range(20):
        rng = random.Random(seed)
        tape = random_tape(rng, 60, thin=thin)
        weights = [rng.uniform(-1.5, 1.5) for _ in tape.bars]
        before = BUDGET
        for mark in run_events(tape, random_settings(rng), weights).heard(EquityMarked):
            assert abs(mark.equity - before - math.fsum(mark.parts)) <= 1e-9 * abs(mark.equity)
            before = mark.equity


def test_cash_closes_over_a_whole_run() -> None:
    """Cash is the budget, less what was bought, plus what was sold, less commissions, carry, plus dividends and fractions."""
    rng = random.Random(5)
    tape = random_tape(rng, 200, thin=False)
    tape.splits = [1.0] * 200
    weights = [rng.uniform(-1.0, 1.0) for _ in tape.bars]
    path = run_events(tape, agent(budget=BUDGET, costs={"borrow_rate": 0.03}, limits={"allow_short": True}), weights)
    flows = [BUDGET]
    for fill in path.heard(OrderFilled):
        side = -1.0 if fill.side == "buy" else 1.0
        flows += [side * fill.quantity * fill.price, -fill.commission]
    marks = path.heard(EquityMarked)
    flows += [sum(mark.parts[k] for k in (2, 6, 7)) for mark in marks]
    assert abs(marks[-1].cash - math.fsum(flows)) <= 1e-9 * BUDGET
