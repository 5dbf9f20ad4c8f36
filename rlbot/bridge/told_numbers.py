"""Which numbers of the bridge's journal were told, and which were not. Pure.

A number that one replay does not tell may be lost on the way; one that a second does not tell either is gone from the journal,
which forgets old answers and comparisons.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from operator import itemgetter

Stretch = tuple[int, int]  # the first number and the last, both missing


class ToldNumbers:
    """What was told behind `after`, in whatever order; a number told twice counts once."""

    def __init__(self, after: int) -> None:
        self.after = self._top = after
        self._missing: list[Stretch] = []

    def add(self, number: int) -> None:
        """It was told."""
        if number > self._top:
            if number > self._top + 1:
                self._missing.append((self._top + 1, number - 1))
            self._top = number
            return
        at = _at(self._missing, number)
        if at >= 0 and number <= self._missing[at][1]:
            first, last = self._missing[at]
            around = ((first, number - 1), (number + 1, last))
            self._missing[at : at + 1] = [one for one in around if one[0] <= one[1]]

    def missing(self, last: int) -> tuple[Stretch, ...]:
        """What was not told up to `last`, by its place."""
        behind = [(self._top + 1, last)] if last > self._top else []
        return *((one, min(end, last)) for one, end in self._missing if one <= last), *behind


def news(missing: Sequence[Stretch], known: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """The stretches that are not wholly part of `known` ones."""
    return tuple(one for one in missing if (at := _at(known, one[0])) < 0 or known[at][1] < one[1])


def _at(stretches: Sequence[Stretch], number: int) -> int:
    """The place of the last stretch that begins at the number or before it, -1 without one. There may be 100,000: one for each
    comparison that the bridge's journal has forgotten."""
    return bisect_right(stretches, number, key=itemgetter(0)) - 1
