"""Whether an order that waits for the opening auction may leave now, and as what.

Says: AlertRaised; asks for a reconciliation.   Owns: who is paused, and when the account was last compared.

It leaves a lead before the open it was decided for, once the bridge takes orders, the account was compared in the minute before
or since, and risk has looked a second time. What cannot leave by the cut-off is told to a person and goes as a day order once
it may; what has not left by the session's close is over, for the next decision is due.

What waits for no open leaves at once, but for an entry before the first whole comparison of a start, and while positions are
looked at again: it leaves once risk has looked a second time, in the session it was decided in and no later than a submit would
be good for. While the bridge takes no orders an exit is held, for its protection would give way to an order that is refused: no
longer than a submit would be good for, and a command (flatten) until it may leave.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import msgspec

from rlbot.bridge.commander import SUBMIT_VALID_NS
from rlbot.bridge.wire.commands import Tif
from rlbot.clock import Clock
from rlbot.events.ops import Severity
from rlbot.events.trade import OrderApproved
from rlbot.market.calendar import NYSE, SECOND_NS
from rlbot.market.opening import MINUTE_NS, Slot, opening_slot
from rlbot.risk.rules import Refusal

ASK_AGAIN_NS = 15 * SECOND_NS  # a comparison of the account takes a second or two
LEAD_NS = 10 * MINUTE_NS

Alert = Callable[[Severity, str, str], None]
Word = Literal["wait", "go", "end"]


class Verdict(msgspec.Struct, frozen=True):
    """`reason`: why it ends, where it does."""

    word: Word
    reason: str = ""


WAIT, GO = Verdict("wait"), Verdict("go")


class Opening(msgspec.Struct, frozen=True):
    """Who waits for the open, and what a release asks of others. `daily`: ids of the agents that decide once a day.

    `takes_orders`: the bridge, now. `second_look(order, due_ns)`: what risk has against an approved entry that waited, for the
    open or, as one that leaves at once, the instant of its decision at `due_ns`.
    """

    daily: frozenset[str] = frozenset()
    lead_ns: int = LEAD_NS
    takes_orders: Callable[[], bool] = lambda: True
    second_look: Callable[[OrderApproved, int], Refusal | None] = lambda order, due_ns: None


class Release:
    """One for all desks. `reconcile` asks for a comparison of the account; its end is told by `on_compared`."""

    def __init__(self, opening: Opening, clock: Clock, reconcile: Callable[[], None], alert: Alert) -> None:
        self._opening = opening
        self._clock = clock
        self._reconcile = reconcile
        self._alert = alert
        self._paused: set[str] = set()
        self._compared_ns = 0
        self._asked_ns = 0
        self._told: set[str] = set()
        self._held: set[str] = set()  # ids of entries that were to leave at once and could not
        self.entries = GO  # what becomes of those that would leave now

    def waits(self, agent_id: str) -> bool:
        """Whether what the agent decides waits for the open."""
        return agent_id in self._opening.daily

    def slot(self, order: OrderApproved) -> Slot | None:
        """The opening it is meant for; None: it leaves at once."""
        if not self.waits(order.agent_id) or order.purpose == "flatten":
            return None
        return opening_slot(order.ts_ns, self._opening.lead_ns)

    @property
    def takes_orders(self) -> bool:
        """Whether the bridge does, now."""
        return self._opening.takes_orders()

    def outlasts(self, order: OrderApproved) -> bool:
        """Whether it may wait so long that a restart finds it waiting."""
        return order.purpose == "flatten" or self.slot(order) is not None

    def at_once(self, order: OrderApproved, since_ns: int) -> Verdict:
        """What becomes of an order that waits for no open. `since_ns`: when it was taken."""
        if order.purpose == "entry":
            return self._entry_at_once(order, since_ns)
        if self.takes_orders:
            return GO
        if order.purpose == "flatten":
            text = f"Order {order.client_order_id} closes the position once the bridge takes orders; it is kept until then."
            self._tell("flatten_waits", order, f"{text} Its protection stands.")
            return WAIT
        return Verdict("end", "gateway_down") if self._clock.now_ns() - since_ns >= SUBMIT_VALID_NS else WAIT

    def verdict(self, order: OrderApproved, slot: Slot) -> Verdict:
        """What becomes of a waiting order now."""
        now_ns = self._clock.now_ns()
        stage = slot.stage(now_ns)
        if stage == "over":
            return Verdict("end", "stale")
        if order.purpose == "entry" and order.agent_id in self._paused:
            return Verdict("end", "paused")
        if stage == "waits":
            return WAIT
        compared = self._compared_ns >= slot.check_ns
        if not compared and now_ns - self._asked_ns >= ASK_AGAIN_NS:
            self._asked_ns = now_ns
            self._reconcile()
        if stage == "checks":
            return WAIT
        if not compared or not self.takes_orders:
            if stage != "auction":
                why = "the account was not compared yet" if self.takes_orders else "the bridge takes no orders"
                text = f"Order {order.client_order_id} missed the opening auction: {why}. It leaves as a day order once it may"
                self._tell("auction_missed", order, f"{text}, and ends at the session's close.")
            return WAIT
        if order.purpose == "entry" and self.entries.word == "wait":
            return WAIT
        return self._looked_at(order, slot.open_ns, " for the open") if order.purpose == "entry" else GO

    def tif(self, slot: Slot) -> Tif:
        """How an order that leaves now is marked: the auction's, or the day's where it would be refused as too late."""
        return "OPG" if slot.stage(self._clock.now_ns()) in {"waits", "checks", "auction"} else "DAY"

    def left_late(self, order: OrderApproved, slot: Slot) -> None:
        """An order leaves that could have left for the auction: after the cut-off a person is told."""
        stage = slot.stage(self._clock.now_ns())
        if stage == "missed":
            self._tell(
                "auction_missed",
                order,
                f"Order {order.client_order_id} leaves too late for the opening auction, as a day order.",
            )
        elif stage == "late":
            what = f"Order {order.client_order_id} comes late: the market is open"
            self._tell("order_late", order, f"{what}, and it trades at the price of now, not of the opening.")

    @property
    def compared(self) -> bool:
        """Whether the account was compared as a whole since the start. What was in doubt before it is not remembered."""
        return self._compared_ns > 0

    def on_compared(self) -> None:
        """Journal, gateway and positions were compared, the comparison was whole."""
        self._compared_ns = self._clock.now_ns()

    def pause(self, agent_id: str) -> None:
        """Its waiting entries are to end."""
        self._paused.add(agent_id)

    def resume(self, agent_id: str) -> None:
        """What it decides from now on may wait again."""
        self._paused.discard(agent_id)

    def _entry_at_once(self, order: OrderApproved, since_ns: int) -> Verdict:
        """What it rests on may be gone once it was held: risk and the clock have their say then, as for the open."""
        name = order.client_order_id
        if self.entries.word == "end":
            return self.entries
        waits = self.entries.word == "wait" or not self.compared
        if waits:
            self._held.add(name)
            if order.agent_id in self._paused:
                return Verdict("end", "paused")
        elif name not in self._held:
            return GO
        now_ns = self._clock.now_ns()
        session = NYSE.session(order.ts_ns)
        closed = session is not None and order.ts_ns < session.close_ns <= now_ns
        if closed or now_ns - since_ns >= SUBMIT_VALID_NS:
            why = "the market has closed" if closed else f"{(now_ns - since_ns) // SECOND_NS} s have passed"
            self._tell("entry_stale", order, f"Order {name} does not leave: {why} while it waited for the account to add up.")
            return Verdict("end", "stale")
        return WAIT if waits else self._looked_at(order, order.ts_ns, "")

    def _looked_at(self, order: OrderApproved, due_ns: int, where: str) -> Verdict:
        """What risk has against an entry that waited."""
        refusal = self._opening.second_look(order, due_ns)
        if refusal is None:
            return GO
        self._tell("second_look", order, f"Order {order.client_order_id} does not leave{where}. {refusal.sentence}")
        return Verdict("end", refusal.rule)

    def _tell(self, code: str, order: OrderApproved, text: str) -> None:
        if (key := f"{code} {order.client_order_id}") not in self._told:
            self._told.add(key)
            self._alert("warning", code, text)
