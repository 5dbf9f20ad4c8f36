"""Gathers what the rules may ask about an entry: at the decision, and once more where the order waited before it left."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set

from rlbot.clock import Clock
from rlbot.events.agent import DecisionMade
from rlbot.events.trade import OrderApproved
from rlbot.execution.order_book import OrderBook
from rlbot.portfolio.ledger import Ledger
from rlbot.risk.equity_watch import EquityWatch
from rlbot.risk.exposure import carried
from rlbot.risk.halts import Halts
from rlbot.risk.kill_switch import KillSwitch
from rlbot.risk.limits import RiskSeat, agent_limits
from rlbot.risk.order_rate import OrderRate
from rlbot.risk.rules import Proposal
from rlbot.risk.sight import Sight
from rlbot.settings.platform import RiskSettings


class Seat:
    """A seat with its limits as numbers and its watch."""

    __slots__ = ("limits", "seat", "watch")

    def __init__(self, seat: RiskSeat) -> None:
        self.seat = seat
        self.limits = agent_limits(seat.limits)
        self.watch = EquityWatch(self.limits.daily_loss, self.limits.max_drawdown, self.limits.drawdown_reduce)


class Proposals:
    """Reads; changes nothing. `watch`: the account's; `flattening`: agents whose positions are being closed on command."""

    def __init__(
        self,
        clock: Clock,
        ledger: Ledger,
        orders: OrderBook,
        seats: Mapping[str, Seat],
        account: RiskSettings,
        kill: KillSwitch,
        halts: Halts,
        rate: OrderRate,
        sight: Sight,
        watch: EquityWatch,
        flattening: Set[str],
        adv: Callable[[str], float] | None,
    ) -> None:
        self._clock = clock
        self._ledger = ledger
        self._orders = orders
        self._seats = seats
        self._account = account
        self._kill = kill
        self._halts = halts
        self._rate = rate
        self._sight = sight
        self._watch = watch
        self._flattening = flattening
        self._adv = adv

    def decided(self, event: DecisionMade, delta: float, quantity: int, unsettled: bool) -> Proposal:
        """To open `quantity` of the `delta` shares (signed) that a decision moves. `unsettled`: an earlier order works."""
        now_ns = self._clock.now_ns()
        found = self._seats[event.agent_id]
        return self._proposal(
            found,
            quantity=quantity,
            price=event.close,
            delta=delta,
            order_open=unsettled,
            age_s=self._sight.age_s(event.ts_ns, now_ns),
            last_price=self._sight.price(found.seat.symbol, event.bar_ns),
            orders_last_minute=self._rate.last_minute(now_ns),
            orders_today=self._rate.today(event.agent_id, now_ns),
            drawdown=found.watch.drawdown.value,
            account_drawdown=self._watch.drawdown.value,
        )

    def waited(self, order: OrderApproved, due_ns: int) -> Proposal:
        """To let an approved entry go after its wait. It was counted when it was approved, and sized by the drawdown of then;
        nothing newer than its decision can be known before `due_ns`."""
        shares = self._ledger.shares(order.agent_id)
        signed = order.quantity if order.side == "buy" else -order.quantity
        return self._proposal(
            self._seats[order.agent_id],
            quantity=order.quantity,
            price=order.reference_price,
            delta=signed - shares if shares * signed < 0.0 else signed,
            order_open=False,
            age_s=self._sight.age_s(due_ns, self._clock.now_ns()),
            last_price=self._sight.price(order.symbol, order.ts_ns),
            orders_last_minute=0,
            orders_today=0,
            drawdown=0.0,
            account_drawdown=0.0,
            apart=order.agent_id,
        )

    def _proposal(
        self,
        found: Seat,
        *,
        quantity: int,
        price: float,
        delta: float,
        order_open: bool,
        age_s: float,
        last_price: float,
        orders_last_minute: int,
        orders_today: int,
        drawdown: float,
        account_drawdown: float,
        apart: str = "",
    ) -> Proposal:
        seat = found.seat
        agent_id = seat.agent_id
        view = self._ledger.view(agent_id)
        leaving = agent_id if view.shares * delta < 0.0 else ""
        seats = [other.seat for other in self._seats.values()]
        asset, total, margin = carried(self._ledger, self._orders, seats, seat.symbol, leaving, apart)
        target = abs(int(view.shares + delta))
        return Proposal(
            agent_id=agent_id,
            symbol=seat.symbol,
            quantity=quantity,
            price=price,
            leverage=seat.leverage,
            held=target - quantity,
            target=target,
            equity=view.equity,
            limits=found.limits,
            account=self._account,
            kill=self._kill.held,
            halt=self._halts.of(agent_id),
            flattening=agent_id in self._flattening,
            order_open=order_open,
            age_s=age_s,
            last_price=last_price,
            orders_last_minute=orders_last_minute,
            orders_today=orders_today,
            adv=self._adv(agent_id) if self._adv is not None else 0.0,
            drawdown=drawdown,
            account_drawdown=account_drawdown,
            account_equity=self._ledger.account_equity(),
            asset_exposure=asset,
            exposure=total,
            margin=margin,
        )
