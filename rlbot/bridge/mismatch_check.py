"""Halts trading while positions do not add up, once that is seen to stand; until then nothing is opened.

Hears: every comparison of the account.   Says: asks the risk gate to halt and to lift, entries to wait, and for a comparison
sooner.

What a gateway tells of positions may lag what it executed, or be ahead of it, for a moment: one look is no proof. A second one,
whatever it finds of the same symbol, is: a fill booked twice or a trade by hand is still there then. A start remembers no doubt
of before: nothing is opened until its first whole comparison.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rlbot.bridge.excess_check import SURE_NS
from rlbot.bridge.reconciler import Mismatch, halt_sentence
from rlbot.bridge.release import GO, WAIT, Verdict

POSITIONS = "position_mismatch"
LONGEST_NS = 15_000_000_000  # without a comparison that adds up: what the last whole one found stands, or that there was none
UNKNOWN = "The account was not compared as a whole since the start: nobody knows what it holds; trading goes on once it adds up"


class MismatchCheck:
    """`reconcile` asks for a comparison; `hold(verdict)`: what becomes of entries that would leave now."""

    def __init__(
        self,
        halt: Callable[[str, str], None],
        lift: Callable[[str, str], None],
        reconcile: Callable[[], None],
        hold: Callable[[Verdict], None],
    ) -> None:
        self._halt = halt
        self._lift = lift
        self._reconcile = reconcile
        self._hold = hold
        self._found: Sequence[Mismatch] = ()
        self._since_ns: dict[str, int] = {}  # symbol -> when it was first found, of those found last
        self._doubt_ns = 0  # when something was first found, since when no comparison added up; 0: nothing is
        self._asked_ns = 0  # of which moment the second look was asked for
        self._first_ns = 0  # since when the first comparison of this start is due; 0: it is not
        self._first_asked_ns = 0
        self.wrong = ""  # why trading halts

    @property
    def doubt(self) -> str:
        """What does not add up and is looked at again; empty: nothing is, or trading halts for it already."""
        return "" if self.wrong or not self._found else halt_sentence(self._found)

    def judge(self, found: Sequence[Mismatch] | None, now_ns: int) -> None:
        """A comparison; None: the gateway's positions are unknown, which says nothing."""
        if found is None:
            return
        self._found = found
        self._doubt_ns = (self._doubt_ns or now_ns) if found else 0
        self._since_ns = {one.symbol: self._since_ns.get(one.symbol, now_ns) for one in found}
        stands = [one for one in found if now_ns - self._since_ns[one.symbol] >= SURE_NS]
        if stands:
            self._stop(halt_sentence(stands))
        elif found and not self.wrong:
            self._hold(WAIT)
        elif not found:
            self.wrong = ""
            self._lift(POSITIONS, "positions add up again")
            self._hold(GO)

    def on_time(self, now_ns: int, first_due: bool) -> None:
        """Once a second: what was found is looked at again soon, and does not hold up entries for long.

        `first_due`: entries could leave, but for the first whole comparison of this start.
        """
        self._first_ns = (self._first_ns or now_ns) if first_due and not self.wrong else 0
        if self._first_ns:
            self._await_first(now_ns)
        if not self._since_ns or self.wrong:
            return
        first_ns = min(self._since_ns.values())
        if self._asked_ns != first_ns and now_ns - first_ns >= SURE_NS:
            self._asked_ns = first_ns
            self._reconcile()
        if now_ns - self._doubt_ns >= LONGEST_NS:
            self._stop(halt_sentence(self._found))

    def _await_first(self, now_ns: int) -> None:
        if now_ns - self._first_ns >= LONGEST_NS:
            self._stop(UNKNOWN)
        elif now_ns - max(self._first_ns, self._first_asked_ns) >= SURE_NS:
            self._first_asked_ns = now_ns
            self._reconcile()

    def _stop(self, wrong: str) -> None:
        self.wrong = wrong
        self._halt(POSITIONS, self.wrong)
        self._hold(Verdict("end", POSITIONS))
