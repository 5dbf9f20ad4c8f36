"""Halts trading while orders at work could close more than is held, once that is seen to stand.

Hears: every whole comparison of the account.   Says: asks the risk gate to halt and to lift, and for a comparison sooner.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from rlbot.bridge.overclosing import excess_sentence, excesses
from rlbot.bridge.wire.reconciliation import OrderView

EXCESS = "order_excess"
SURE_NS = 5_000_000_000  # a fill under way passes for too much for a moment: what two comparisons find, so far apart, stands


class ExcessCheck:
    """`reconcile` asks for a comparison."""

    def __init__(
        self, halt: Callable[[str, str], None], lift: Callable[[str, str], None], reconcile: Callable[[], None]
    ) -> None:
        self._halt = halt
        self._lift = lift
        self._reconcile = reconcile
        self._suspected: frozenset[str] = frozenset()
        self._since_ns = 0  # when the first of them was
        self._asked = False  # for the comparison that makes sure

    def judge(
        self,
        orders: Iterable[OrderView],
        agents: Mapping[tuple[str, str], int],
        account: Mapping[str, float],
        manual: Mapping[str, float],
        now_ns: int,
    ) -> None:
        """A whole comparison: all that works at the gateway, and what is held (see `excesses`)."""
        found = excesses(orders, agents, account, manual)
        stands = [one for one in found if one.orders & self._suspected]
        if not stands:
            self._suspected = frozenset().union(*(one.orders for one in found))
            self._since_ns, self._asked = now_ns, False
        elif now_ns - self._since_ns >= SURE_NS:
            self._halt(EXCESS, excess_sentence(stands))
        if not found:
            self._lift(EXCESS, "no orders could close more than is held")

    def on_time(self, now_ns: int) -> None:
        """Once a second: what is suspected is looked at again soon."""
        if self._suspected and not self._asked and now_ns - self._since_ns >= SURE_NS:
            self._asked = True
            self._reconcile()
