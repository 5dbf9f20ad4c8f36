"""What a suite counted, and how it speaks to people."""

from __future__ import annotations

import sys
from typing import NamedTuple


class Tally(NamedTuple):
    """What one suite counted. A suite that broke without a count is one failure."""

    passed: int
    failed: int
    skipped: int

    def __add__(self, other: object) -> Tally:
        """Both counted together."""
        if not isinstance(other, Tally):
            return NotImplemented
        return Tally(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)


def say(text: str) -> None:
    """One line for people, at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
