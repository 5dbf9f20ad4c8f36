"""Who of one agent's orders may leave, and when what nothing guards is guarded again.

Says: OrderCancelled; commands.
Owns: the order of things that keeps two exits from ever closing more than is held:
- an exit waits until the bridge takes orders, and then until the protection has confirmed that it gave way, for its own shares
  only; where that is not confirmed in time, it shares the OCA group of what may still fill (`Protectives.beside`);
- an entry waits until nothing is left to close, and is ended if the position it finds is against it;
- a lost exit that turns up is cancelled where its shares are claimed or guarded by now;
- what no exit claims and nothing guards is guarded again.
What a daily agent decides waits for the open first (`release.py`), and its protection stands whole until then.
"""

from __future__ import annotations

from rlbot.bridge.claims import Claims
from rlbot.bridge.commander import Commander
from rlbot.bridge.guard import Guard
from rlbot.bridge.order_news import OrderNews
from rlbot.bridge.release import Release
from rlbot.bridge.waiting import Waiting
from rlbot.clock import Clock
from rlbot.events.trade import OrderApproved

GIVE_WAY_NS = 5_000_000_000  # what protection has not answered by then will not hold up an exit


class Leaving:
    """While the guard is silent nothing leaves and nothing is guarded."""

    def __init__(
        self, claims: Claims, guard: Guard, news: OrderNews, release: Release, commander: Commander, clock: Clock
    ) -> None:
        self._claims = claims
        self._waiting = claims.waiting
        self._guard = guard
        self._news = news
        self._release = release
        self._ask = commander
        self._clock = clock
        self._ceiling: int | None = None  # of shares to guard, from when an exit is announced until it is here

    def wait(self, order: OrderApproved) -> None:
        """Take it; it leaves as soon as it may."""
        self._waiting.add(Waiting(order, self._release.slot(order), self._clock.now_ns()))
        if order.purpose != "entry":
            self._ceiling = None

    def announce(self, quantity: int) -> None:
        """An exit is coming, beside which so many shares are to stay guarded."""
        self._ceiling = quantity
        self._guard.shrink(quantity)

    def end(self, waiting: Waiting, reason: str) -> None:
        """It does not leave any more."""
        self._waiting.remove(waiting)
        self._news.cancelled(waiting.approved, 0, reason)
        self.cover()

    def advance(self) -> None:
        """Let go what need not wait any more: exits first, then entries."""
        if self._guard.silent:
            return
        self._end_turned_up()
        for waiting in self._waiting:
            if waiting.held and not self._may_leave(waiting):
                continue
            if waiting.is_entry:
                self._enter(waiting)
            elif not self._release.takes_orders:
                waiting.held = True  # it would be refused: what gave way for it is guarded again as soon as that is possible
            elif self._given_way(waiting):
                self._exit(waiting)
        if self._guard.lacking:
            self.cover()

    def cover(self) -> None:
        """Guard again what an exit gave back, or what lost its guard, at the levels in force before."""
        if self._guard.silent:
            return
        if self._release.takes_orders:
            free, held = self._claims.free(), abs(self._claims.shares)
            ceiling = held if self._ceiling is None else self._ceiling
            self._guard.cover(self._claims.shares, min(free, ceiling), self._claims.most_guarded())
        else:
            self._guard.lacking = True

    def _may_leave(self, waiting: Waiting) -> bool:
        """Whether what it waits for has come. An exit's protection gives way then; an entry is looked at until it leaves, for
        it may find an exit before it."""
        order, slot = waiting.approved, waiting.slot
        verdict = self._release.at_once(order, waiting.since_ns) if slot is None else self._release.verdict(order, slot)
        if verdict.word == "end":
            self.end(waiting, verdict.reason)
        elif verdict.word == "go" and not waiting.is_entry:
            waiting.held = False
            waiting.until_ns = self._clock.now_ns() + GIVE_WAY_NS
        return verdict.word == "go"

    def _given_way(self, exit_: Waiting) -> bool:
        """Whether it may go. What it finds guarded may be more by now, or less held, than when it was let go."""
        if self._clock.now_ns() >= exit_.until_ns:
            return True
        self._guard.shrink(self._claims.free())
        return self._guard.orders.settled() and not self._claims.sent.turned_up()

    def _end_turned_up(self) -> None:
        for sent in self._claims.sent.turned_up():
            if not sent.cancel_reason and self._claims.free() < self._guard.orders.covered():
                sent.cancel_reason = "lost"
                self._ask.cancel(sent.approved.client_order_id)

    def _enter(self, waiting: Waiting) -> None:
        order = waiting.approved
        if self._claims.closing() or self._waiting.exits():
            waiting.behind = True
            return
        self._waiting.remove(waiting)
        signed = order.quantity if order.side == "buy" else -order.quantity
        if self._claims.shares * signed < 0:
            self._news.cancelled(order, 0, "against the position")
        else:
            self._send(waiting, order.quantity, None)

    def _exit(self, waiting: Waiting) -> None:
        order, shares = waiting.approved, self._claims.shares
        closes = shares > 0 if order.side == "sell" else shares < 0
        held = abs(shares) - self._claims.closing() if closes else 0
        if held <= 0:
            if not (closes and self._claims.sent.turned_up()):  # what claims it all may be about to end
                self.end(waiting, "flat")
            return
        quantity, oca_group = self._guard.orders.beside(min(order.quantity, held), held)
        if quantity > 0:
            self._waiting.remove(waiting)
            self._send(waiting, quantity, oca_group)

    def _send(self, waiting: Waiting, quantity: int, oca_group: str | None) -> None:
        order, slot = waiting.approved, waiting.slot
        self._claims.sent.add(order, quantity, oca_group=oca_group)
        if order.purpose == "entry":
            self._guard.with_entry(order, quantity)
        if slot is not None and not waiting.behind:
            self._release.left_late(order, slot)
        self._ask.submit(order, quantity, oca_group, "DAY" if slot is None else self._release.tif(slot))
