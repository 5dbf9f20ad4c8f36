"""When a child is started, ended, started again, and when it is given up. Pure: time and what was seen are handed in.

A child is judged by progress. One that makes none for `stall_s` is ended, however alive it looks; one that ends is started
again after a pause that doubles; after `give_up_after` ends in a row without a healthy stretch between it is given up, and the
rest goes into safe mode: no new risk, what protects stays at the broker.
"""

from __future__ import annotations

from typing import Literal

import msgspec

SECOND_NS = 1_000_000_000

State = Literal["down", "starting", "running", "ending", "waiting", "given_up"]


class Patience(msgspec.Struct, frozen=True, kw_only=True):
    """Seconds. `start_s`: until the first progress; `stall_s`: without it, so that a frozen child is replaced within 15 s;
    `end_s`: from asking a child to end to killing it; `healthy_s`: of progress, after which earlier ends are forgotten;
    `doubt_s`: without progress, after which what a child tells, or not, says nothing about others; `pulse_s`: without a beat
    of its own, after which a child that gave any is not excused where nobody else can tell of it."""

    start_s: float = 60.0
    stall_s: float = 10.0
    doubt_s: float = 4.5
    pulse_s: float = 2.0
    end_s: float = 1.5
    first_pause_s: float = 1.0
    longest_pause_s: float = 30.0
    healthy_s: float = 60.0
    give_up_after: int = 5


class Start(msgspec.Struct, frozen=True):
    """Start it. `attempt`: 1 for the first time, then how many ends came before in a row."""

    attempt: int


class End(msgspec.Struct, frozen=True):
    """Ask it to end (`hard` false) or end it. `reason`: a sentence."""

    hard: bool
    reason: str


class GiveUp(msgspec.Struct, frozen=True):
    """It is not started again. `reason`: a sentence."""

    reason: str


Action = Start | End | GiveUp


class Judge:
    """One child. `look` is called often; it says what to do now, or nothing."""

    def __init__(self, name: str, patience: Patience = Patience()) -> None:  # noqa: B008 - frozen
        self.name = name
        self.state: State = "down"
        self.ends = 0  # in a row
        self._patience = patience
        self._since_ns = 0
        self._progress_ns = 0
        self._wait_until_ns = 0
        self._why = ""

    def on_started(self, now_ns: int) -> None:
        """It runs now."""
        self.state = "starting"
        self._since_ns = self._progress_ns = now_ns

    def on_progress(self, now_ns: int) -> None:
        """It did something."""
        if self.state == "starting":
            self.state, self._since_ns = "running", now_ns
        self._progress_ns = now_ns

    def excuse(self, lost_ns: int) -> None:
        """Time in which nobody was looked after (a machine asleep, or with no turn to give) is held against nobody."""
        self._since_ns += lost_ns
        self._progress_ns += lost_ns

    def speaks(self, now_ns: int) -> bool:
        """Whether it runs and has just shown progress: then its silence about others means something."""
        return self.state == "running" and now_ns - self._progress_ns <= self._patience.doubt_s * SECOND_NS

    def on_ended(self, now_ns: int, how: str) -> None:
        """The process is gone; `how`: in words, such as 'exit status 1'."""
        patience = self._patience
        if self.state in {"down", "given_up"}:
            return
        healthy = self.state == "running" and now_ns - self._since_ns >= patience.healthy_s * SECOND_NS
        self.ends = 1 if healthy else self.ends + 1
        self._why = self._why or how
        pause_s = min(patience.first_pause_s * 2.0 ** (self.ends - 1), patience.longest_pause_s)
        self.state = "waiting"
        self._wait_until_ns = now_ns + int(pause_s * SECOND_NS)

    def look(self, now_ns: int) -> Action | None:
        """What is to be done at this moment."""
        patience = self._patience
        match self.state:
            case "down":
                return Start(1)
            case "waiting" if self.ends >= patience.give_up_after:
                self.state = "given_up"
                return GiveUp(f"{self.name} ended {self.ends} times in a row (last: {self._why}); it is left alone.")
            case "waiting" if now_ns >= self._wait_until_ns:
                self._why = ""
                return Start(self.ends + 1)
            case "starting" if now_ns - self._since_ns > patience.start_s * SECOND_NS:
                return self._end(now_ns, f"{self.name} made no progress within {patience.start_s:.0f} s of its start")
            case "running" if now_ns - self._progress_ns > patience.stall_s * SECOND_NS:
                return self._end(now_ns, f"{self.name} has made no progress for {patience.stall_s:.0f} s")
            case "ending" if now_ns - self._since_ns > patience.end_s * SECOND_NS:
                self._since_ns = now_ns
                return End(True, self._why)
            case _:
                return None

    def _end(self, now_ns: int, why: str) -> End:
        self.state, self._since_ns, self._why = "ending", now_ns, why
        return End(False, why)
