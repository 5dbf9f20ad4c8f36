"""One mistake in a settings file."""

from __future__ import annotations

import msgspec


class SettingError(msgspec.Struct, frozen=True, order=True):
    """`file`: as the user knows it, under the home; `key`: dotted, empty for the whole file; `line`: from 1, 0 if unknown.

    `problem`: what is wrong; `allowed`: what would be right, empty if `problem` says it all.
    """

    file: str
    line: int
    key: str
    problem: str
    allowed: str = ""

    @property
    def sentence(self) -> str:
        """`configs/agents/x.toml:12: limits.stop_loss is 2; allowed: a number above 0 and up to 1`."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        what = f"{self.key} {self.problem}" if self.key else self.problem
        return f"{place}: {what}; allowed: {self.allowed}" if self.allowed else f"{place}: {what}"
