"""What guards one agent's position at the broker: asks for changes, and tells what is guarded.

Says: ProtectionPlaced, ProtectionRemoved; commands.   Owns: the protective orders, and the levels in force.
"""

from __future__ import annotations

import string
from collections.abc import Callable

from rlbot.bridge.commander import Commander
from rlbot.bridge.protective import Change, Protectives
from rlbot.bridge.wire.events import OrderStatus
from rlbot.clock import Clock
from rlbot.events.base import Event, Side
from rlbot.events.trade import OrderApproved, ProtectionPlaced, ProtectionRemoved

PAIRS = string.digits + string.ascii_uppercase
AGAIN_NS = 10_000_000_000  # after a refusal; doubled by each further one, for a price that the broker refuses stays refused
LONGEST_AGAIN_NS = 600_000_000_000
# Codes of a change that found its order ended, or was not answered in time: no refusal to give way, others may be asked.
OVERTAKEN_CHANGE = frozenset({"order_final", "stuck"})


class Guard:
    """`silent`: while a desk begins again nothing is asked and nothing told."""

    def __init__(
        self, agent_id: str, symbol: str, publish: Callable[[Event], None], commander: Commander, clock: Clock
    ) -> None:
        self.orders = Protectives()
        self.silent = False
        self._agent_id = agent_id
        self._symbol = symbol
        self._publish = publish
        self._ask = commander
        self._clock = clock
        self._asked: dict[str, str] = {}  # command of a change -> the protective order it is about
        self._given_up: set[str] = set()  # protective orders that were asked to end
        self._told = (0, 0.0, 0.0)  # shares, stop, profit as last published
        self._levels = (0.0, 0.0)  # stop and profit of the order that opened or last added
        self._pairs = 0  # numbers the pairs of our own
        self._not_before_ns = 0  # of the next try, after one that was refused
        self._again_ns = AGAIN_NS
        self.lacking = False  # something is not guarded, and is to be as soon as it may be tried again

    def with_entry(self, order: OrderApproved, quantity: int) -> None:
        """An entry leaves, with its children."""
        self.orders.add(order.client_order_id, quantity, order.stop_loss_price, order.take_profit_price, armed=0)

    def entered(self, order: OrderApproved, quantity: int) -> None:
        """So many shares of an entry filled: its levels hold for the whole position."""
        self._levels = (order.stop_loss_price, order.take_profit_price)
        self.orders.on_entry_fill(order.client_order_id, quantity)
        if not self.silent:
            self._change(self.orders.reprice(order.stop_loss_price, order.take_profit_price, order.client_order_id))

    def entered_earlier(self, client_order_id: str, quantity: int) -> None:
        """The same of an entry of a run before this one, whose levels its own protection tells."""
        self._levels = self.orders.levels_of(client_order_id)
        self.orders.on_entry_fill(client_order_id, quantity)

    def shrink(self, quantity: int) -> None:
        """Ask that at most so many shares are guarded."""
        self._change(self.orders.shrink(max(quantity, 0)))

    def on_status(self, status: OrderStatus) -> bool:
        """What the bridge says of a protective order; one from before a restart is adopted. Whether it will not give way."""
        if self.orders.get(status.client_order_id) is None:
            self.orders.adopt(status)
            self._pairs += 1  # its number is taken
        if not self.orders.on_status(status):
            return False
        order = self.orders.get(status.client_order_id)
        assert order is not None
        # A refusal tells the order as it was, with the command that asked.
        refused = bool(status.code) and status.command_id is not None and self.on_refused(status.command_id)
        if (order.wanted is None and order.wanted_price is None) or not order.live:
            self._asked = {command: name for command, name in self._asked.items() if name != status.client_order_id}
        if status.status == "accepted":
            self._again_ns = AGAIN_NS
        elif not order.live and (status.status == "rejected" or not (order.placed or order.filled)):
            self._try_later()
        return refused and status.code not in OVERTAKEN_CHANGE

    def never_placed(self, client_order_id: str) -> None:
        """One of a pair of our own was refused: what it was to guard is tried again, later each time."""
        self.orders.never_placed(client_order_id)
        self._try_later()

    def _try_later(self) -> None:
        self.lacking = True
        if self._clock.now_ns() < self._not_before_ns:
            return  # the other one of a pair that was refused whole
        self._not_before_ns = self._clock.now_ns() + self._again_ns
        self._again_ns = min(2 * self._again_ns, LONGEST_AGAIN_NS)

    def gave_way(self, client_order_id: str, free: int) -> bool:
        """Whether we asked this protective order to end, and as much is guarded as is `free` (shares that no exit claims):
        that it ends is no news."""
        return client_order_id in self._given_up and free <= self.orders.covered()

    def on_refused(self, command_id: str) -> bool:
        """A change was refused or never answered: nobody waits for it any longer. Whether it was one of these."""
        client_order_id = self._asked.pop(command_id, "")
        if client_order_id:
            self.orders.refused(client_order_id)
            self._given_up.discard(client_order_id)
            self.lacking, self._not_before_ns = True, self._clock.now_ns() + AGAIN_NS
        return bool(client_order_id)

    def cover(self, shares: int, free: int, most: int) -> None:
        """Guard what an exit gave back. `shares`: held, signed; `free`: claimed by no exit; `most`: that may be guarded beside
        what works. More is where something was refused, lost, taken back or made larger again."""
        stop, profit = self._levels
        if self.silent or not self.orders.settled() or self._clock.now_ns() < self._not_before_ns:
            return
        self.lacking = False
        if self.orders.covered() > most:
            self.shrink(most)
        if stop > 0.0 and (alone := self.orders.lone()):
            self._change(alone)  # a new pair follows once they have ended
            return
        missing = free - self.orders.covered()
        if missing <= 0 or (stop <= 0.0 and profit <= 0.0):
            return
        self._pairs += 1
        # At most 32 characters with the suffix: 20 of the agent, a dash, 8 of the second, one to tell pairs of a second apart.
        group = f"{self._agent_id}-{self._clock.now_ns() // 1_000_000_000:x}{PAIRS[self._pairs % len(PAIRS)]}"
        side: Side = "sell" if shares > 0 else "buy"
        for order in self.orders.add(group, missing, stop, profit, armed=missing, own=True):
            self._ask.guard(order, self._agent_id, self._symbol, side)

    def tell(self, reason: str, shares: int) -> None:
        """Publish what is guarded now, if that changed. `reason`: why it ended, where it did."""
        if self.silent:
            return
        covered = self.orders.covered()
        stop, profit = self.orders.levels() if covered else (0.0, 0.0)
        before, self._told = self._told, (covered, stop, profit)
        if self._told == before:
            return
        now_ns = self._clock.now_ns()
        if covered:
            self._publish(
                ProtectionPlaced(
                    ts_ns=now_ns,
                    agent_id=self._agent_id,
                    symbol=self._symbol,
                    quantity=covered,
                    stop_loss_price=stop,
                    take_profit_price=profit,
                )
            )
        elif before[0]:
            why = "flat" if shares == 0 and reason == "cancelled" else reason
            self._publish(ProtectionRemoved(ts_ns=now_ns, agent_id=self._agent_id, symbol=self._symbol, reason=why))

    def _change(self, changes: list[Change]) -> None:
        for change in () if self.silent else changes:
            self._asked[self._ask.change(change)] = change.client_order_id
            if change.remaining <= 0:
                self._given_up.add(change.client_order_id)
