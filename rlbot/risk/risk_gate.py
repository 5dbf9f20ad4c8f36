"""The risk gate: decisions become approved orders, or refusals with a reason.

Hears: EquityMarked, DecisionMade, MarkUpdated, HandlerFailed, Kill, Flatten, ResumeTrading, KillActivated, KillReset.
Says: OrderApproved (nobody else makes one), OrderRefused, TradingHalted, TradingResumed, KillActivated, KillReset, AlertRaised.
Owns: halts, order rates, drawdowns, and what is being flattened.

A decision becomes at most two orders: what reduces, which no rule can stop and which never exceeds what is held less what
other exits have claimed; and what opens, which must pass every rule of `rules.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from rlbot.bus import Bus
from rlbot.clock import Clock
from rlbot.events.agent import DecisionMade
from rlbot.events.commands import Flatten, Kill, ResumeTrading
from rlbot.events.market import MarkUpdated
from rlbot.events.ops import AlertRaised, HandlerFailed, KillActivated, KillReset, TradingHalted, TradingResumed
from rlbot.events.trade import EquityMarked, OrderApproved
from rlbot.execution.order_book import OrderBook
from rlbot.portfolio.ledger import Ledger
from rlbot.portfolio.sub_ledger import DAY_NS
from rlbot.risk.equity_watch import DAILY_LOSS, EquityWatch, trading_day
from rlbot.risk.halts import Halt, Halts
from rlbot.risk.kill_switch import KillState, KillSwitch
from rlbot.risk.limits import RiskSeat
from rlbot.risk.order_rate import OrderRate
from rlbot.risk.orders import flatten_order, opening_order, reducing_order, refused
from rlbot.risk.proposal import Proposals, Seat
from rlbot.risk.rules import RULES, Refusal, allowed_quantity
from rlbot.risk.sight import Sight
from rlbot.risk.sizing import clipped_weight, reducing_part, share_delta
from rlbot.settings.platform import RiskSettings

ACCOUNT = ""


class RiskGate:
    """Every order passes here. Reducing is never blocked, and can never flip a position."""

    def __init__(
        self,
        bus: Bus,
        clock: Clock,
        ledger: Ledger,
        seats: Sequence[RiskSeat],
        account: RiskSettings,
        open_orders: OrderBook,
        kill_switch: KillSwitch,
        cancel_entries: Callable[[str, str], int] | None = None,
        adv: Callable[[str], float] | None = None,
    ) -> None:
        """`cancel_entries(agent_id, reason)` is `Execution.cancel_entries`; `adv(agent_id)` shares a day, where known."""
        self._publish = bus.publish
        self._clock = clock
        self._ledger = ledger
        self._seats = {seat.agent_id: Seat(seat) for seat in seats}
        self._orders = open_orders
        self._kill = kill_switch
        self._cancel_entries = cancel_entries
        self._watch = EquityWatch(account.daily_loss, account.drawdown_halt, account.drawdown_reduce)
        self._rate = OrderRate()
        self._halts = Halts(bus.publish)
        self._flattening: set[str] = set()
        self.sight = Sight()
        self._proposals = Proposals(
            clock,
            ledger,
            open_orders,
            self._seats,
            account,
            kill_switch,
            self._halts,
            self._rate,
            self.sight,
            self._watch,
            self._flattening,
            adv,
        )
        self._kill_told = False

    def on_equity(self, event: EquityMarked) -> None:
        """Halt an agent or the account that lost too much; go on closing what a partial fill left of a flatten."""
        found = self._seats.get(event.agent_id)
        if found is None:
            return
        if found.watch.active:
            self._watched(event.agent_id, found.watch, event.bar_ns // DAY_NS, event.equity, event.ts_ns)
        if self._watch.active:
            self._watched(ACCOUNT, self._watch, trading_day(event.ts_ns), self._ledger.account_equity(), event.ts_ns)
        if event.agent_id in self._flattening:
            self._flatten(event.agent_id, event.ts_ns)

    def on_mark(self, event: MarkUpdated) -> None:
        """The account's equity moved between bars."""
        if self._watch.active:
            self._watched(ACCOUNT, self._watch, trading_day(event.ts_ns), self._ledger.account_equity(), event.ts_ns)

    def on_decision(self, event: DecisionMade) -> None:
        """Size the target at the decision's close; reduce what must go, ask the rules for what would open."""
        if event.hold_shares:
            return
        agent_id = event.agent_id
        found = self._seats.get(agent_id)
        if found is None:
            return
        limits = found.limits
        view = self._ledger.view(agent_id)
        shares = view.shares
        unsettled = self._orders.has_open(agent_id)
        if unsettled:
            if any(order.approved.decision_id == event.decision_id for order in self._orders.open_orders(agent_id)):
                return  # told twice
            if self._cancel_entries is not None:  # the newest decision counts, not what is left of the last one
                self._cancel_entries(agent_id, "replaced")
        wanted = clipped_weight(event.target_weight, limits.max_weight, limits.lowest_weight)
        delta = share_delta(wanted, shares, view.equity, event.close, limits.band)
        easing = found.watch.easing or self._watch.easing
        if (
            easing and wanted * shares >= 0.0
        ):  # in a deep drawdown at most half of what is wanted is held; a flip opens by the rules
            eased = share_delta(0.5 * wanted, shares, view.equity, event.close, limits.band)
            delta = eased if shares * eased < 0.0 else delta
        if delta == 0.0:
            return
        reducing = reducing_part(shares, delta)
        if reducing != 0.0:
            quantity = min(int(abs(reducing)), self._closable(agent_id))
            if quantity > 0:
                self._approve(reducing_order(event, reducing, quantity))
        opening = delta - reducing
        if opening != 0.0:
            self._open(event, found, delta, opening, unsettled)

    def _open(self, event: DecisionMade, found: Seat, delta: float, opening: float, unsettled: bool) -> None:
        quantity = int(abs(opening))
        allowed, refusal = allowed_quantity(self._proposals.decided(event, delta, quantity, unsettled))
        if refusal is not None:
            self._publish(refused(event, opening, quantity - allowed, refusal))
        if allowed > 0:
            self._approve(opening_order(event, opening, allowed, found.limits, len(RULES)))

    def second_look(self, order: OrderApproved, due_ns: int) -> Refusal | None:
        """What stands now against an approved entry that waited for the open at `due_ns`; None: nothing, as for what reduces.

        Its size is not worked out again: a rule that would trim it stands against all of it.
        """
        if order.purpose != "entry" or order.agent_id not in self._seats:
            return None
        return allowed_quantity(self._proposals.waited(order, due_ns))[1]

    # -- commands and failures -----------------------------------------------------------------------------------------------

    def on_kill(self, event: Kill) -> None:
        """Block every entry at once, and store it. A second kill changes nothing."""
        fault = self._kill.activate(event.reason, event.origin, event.ts_ns)
        if fault:
            self._publish(AlertRaised(ts_ns=event.ts_ns, severity="critical", code="kill_not_stored", text=fault))
        self.check_kill(event.ts_ns)

    def check_kill(self, ts_ns: int) -> None:
        """Look at the switch; whoever turned it on, the rest hears of it once.

        Called between instants only, never in the middle of one: a replay must find the kill at the same place.
        """
        state = self._kill.state()
        if state is not None and not self._kill_told:
            self._kill_told = True
            self._kill.hold(state)
            self._publish(KillActivated(ts_ns=ts_ns, reason=state.reason, origin=state.origin))

    def on_killed(self, event: KillActivated) -> None:
        """Whoever said it, this gate or the journal that is being replayed: it holds, and is not told again."""
        self._kill_told = True
        self._kill.hold(KillState(event.reason, event.origin, event.ts_ns))

    def on_kill_reset(self, event: KillReset) -> None:
        """Likewise lifted."""
        self._kill_told = False
        self._kill.release()

    def on_flatten(self, event: Flatten) -> None:
        """Close positions, also while killed; it goes on until they are flat."""
        for agent_id in self._seats:
            if event.agent_id in {ACCOUNT, agent_id}:
                self._flattening.add(agent_id)
                if self._cancel_entries is not None:
                    self._cancel_entries(agent_id, "requested")
                self._flatten(agent_id, event.ts_ns)

    def on_resume(self, event: ResumeTrading) -> None:
        """Lift kill and halts; drawdowns are measured from here."""
        killed = self._kill.active
        fault = self._kill.reset()
        if fault:
            self._publish(AlertRaised(ts_ns=event.ts_ns, severity="critical", code="kill_not_lifted", text=fault))
        elif killed:
            self._kill_told = False
            self._publish(KillReset(ts_ns=event.ts_ns, origin=event.origin))
        for agent_id in self._halts.halted():
            (self._seats[agent_id].watch if agent_id else self._watch).restart()
            self._halts.lift(agent_id, event.ts_ns, f"resumed by {event.origin}")

    def on_handler_failed(self, event: HandlerFailed) -> None:
        """A failure on the trading path: nobody knows what was missed, so nothing new is risked."""
        if event.critical:
            self.halt("handler_failed", f"{event.handler} failed on {event.event}: {event.error}", event.ts_ns)

    def halt(self, rule: str, reason: str, ts_ns: int) -> None:
        """Refuse new risk for the whole account (a journal that cannot be written, say)."""
        self._halts.halt(ACCOUNT, Halt(rule, reason), ts_ns)

    def lift(self, rule: str, reason: str, ts_ns: int) -> None:
        """What `halt` was called for is over."""
        self._halts.lift(ACCOUNT, ts_ns, reason, rule)

    def halted(self) -> dict[str, Halt]:
        """Everybody halted and why; the account is ""."""
        return self._halts.halted()

    def restore(self, events: Iterable[object]) -> None:
        """Rebuild from journaled events, oldest first, saying nothing."""
        for event in events:
            if isinstance(event, TradingHalted):
                self._halts.restore(event.agent_id, Halt(event.rule, event.reason, event.limit, event.value))
            elif isinstance(event, TradingResumed):
                self._halts.restore(event.agent_id, None)
            elif isinstance(event, OrderApproved):
                self._rate.count(event.agent_id, event.ts_ns)
            elif isinstance(event, Flatten):
                self._flattening.update(a for a in self._seats if event.agent_id in {ACCOUNT, a})
            elif isinstance(event, EquityMarked) and event.agent_id in self._seats:
                self._seats[event.agent_id].watch.on(event.bar_ns // DAY_NS, event.equity)
                if event.shares == 0:
                    self._flattening.discard(event.agent_id)

    def _closable(self, agent_id: str) -> int:
        """Shares held that no working exit has claimed yet."""
        return max(int(abs(self._ledger.shares(agent_id))) - self._orders.open_reducing(agent_id), 0)

    def _flatten(self, agent_id: str, ts_ns: int) -> None:
        shares = self._ledger.shares(agent_id)
        if shares == 0.0:
            if not self._orders.has_open(agent_id):
                self._flattening.discard(agent_id)
            return
        quantity = self._closable(agent_id)
        if quantity > 0:
            seat = self._seats[agent_id].seat
            self._approve(flatten_order(ts_ns, agent_id, seat.symbol, shares, quantity, self._ledger.quote(agent_id)))

    def _watched(self, agent_id: str, watch: EquityWatch, day: int, equity: float, ts_ns: int) -> None:
        began, halt = watch.on(day, equity)
        if began:
            self._halts.lift(agent_id, ts_ns, "a new session began", DAILY_LOSS)
        if halt is not None:
            self._halts.halt(agent_id, halt, ts_ns)

    def _approve(self, order: OrderApproved) -> None:
        """The same decision twice gives the same id, and one order."""
        if self._orders.add(order):
            self._rate.count(order.agent_id, self._clock.now_ns())
            self._publish(order)
