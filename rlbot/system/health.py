"""Health: whether the core makes progress, and how old the last sign of life of each component is.

Hears: Heartbeat (published every second, through the same queue as everything else: while it arrives, the bus moves).
Owns: the age of each component's last sign of life.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from rlbot.clock import Clock
from rlbot.events.ops import Heartbeat

ComponentState = Literal["ok", "starting", "degraded", "down", "off"]

CORE = "core"
# A heartbeat a second; a backtest-speed burst or a slow disk may hold it up for a few, a stuck handler for ever.
PATIENCE_S = 10.0


class Sign(msgspec.Struct, frozen=True, gc=False):
    """A component's last sign of life. `detail`: a sentence for people."""

    component: str
    state: ComponentState
    detail: str
    age_s: float


class Progress(msgspec.Struct, frozen=True, gc=False):
    """Whether the core makes progress. `age_s`: since the last heartbeat came through the bus."""

    alive: bool
    age_s: float
    sentence: str


class Health:
    """Judges by age alone, so that a component that says nothing is noticed too."""

    def __init__(self, clock: Clock, patience_s: float = PATIENCE_S) -> None:
        self._clock = clock
        self._patience_s = patience_s
        self._seen: dict[str, tuple[ComponentState, str, int]] = {}
        self._beat_ns = clock.now_ns()
        self._beats = 0

    def on_heartbeat(self, event: Heartbeat) -> None:
        """The bus moves."""
        self._beat_ns = self._clock.now_ns()
        self._beats += 1

    def saw(self, component: str, state: ComponentState = "ok", detail: str = "") -> None:
        """A sign of life of a component (feed, bridge, gateway, mqtt, watchdog, trainer, an agent)."""
        self._seen[component] = (state, detail, self._clock.now_ns())

    def progress(self) -> Progress:
        """For `GET health` and the watchdog."""
        age_s = self._age_s(self._beat_ns)
        if age_s > self._patience_s:
            return Progress(
                False, age_s, f"No heartbeat for {age_s:.0f} s (patience {self._patience_s:.0f} s): the core is stuck."
            )
        return Progress(True, age_s, "The core makes progress." if self._beats else "The core is starting.")

    def signs(self) -> tuple[Sign, ...]:
        """Every component, the core first, then by name."""
        progress = self.progress()
        core = Sign(CORE, "ok" if progress.alive else "down", progress.sentence, progress.age_s)
        rest = (Sign(name, state, detail, self._age_s(at)) for name, (state, detail, at) in sorted(self._seen.items()))
        return (core, *rest)

    def _age_s(self, at_ns: int) -> float:
        return max(0, self._clock.now_ns() - at_ns) / 1e9
