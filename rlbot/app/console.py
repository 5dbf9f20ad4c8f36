"""What a person at the terminal hears of a running platform: alerts, halts and the kill switch, each once.

Hears: AlertRaised, TradingHalted, TradingResumed, KillActivated, KillReset.   Subscribe after a replay.
"""

from __future__ import annotations

from collections.abc import Callable

from rlbot.bus import Bus
from rlbot.engine import Engine
from rlbot.events.ops import AlertRaised, KillActivated, KillReset, TradingHalted, TradingResumed

LIFT = "`rlbot resume` lifts it"
REMEMBERED = 64  # lines that are not told a second time


class Console:
    """`tell` is handed one line at a time. A fault that goes on is told when it begins."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._told: set[str] = set()

    def listen(self, bus: Bus) -> None:
        """From now on."""
        bus.on(AlertRaised, self.on_alert)
        bus.on(TradingHalted, self.on_halted)
        bus.on(TradingResumed, self.on_resumed)
        bus.on(KillActivated, self.on_killed)
        bus.on(KillReset, self.on_kill_reset)

    def standing(self, engine: Engine) -> None:
        """What holds from before the start."""
        state = engine.kill_switch.state()
        if state is not None:
            self._tell(f"the kill switch is on ({state.reason}): every new order is blocked, protection stays; {LIFT}")
        for agent_id, halt in engine.risk.halted().items():
            self._tell(f"{agent_id or 'the account'} is halted: {halt.reason}; {LIFT}")

    def on_alert(self, event: AlertRaised) -> None:
        """Something a person should know."""
        self._once(event.text, event.text)

    def on_halted(self, event: TradingHalted) -> None:
        """No new risk."""
        self._once(event.reason, f"{event.agent_id or 'the account'} is halted: {event.reason}")

    def on_resumed(self, event: TradingResumed) -> None:
        """It is over; if it comes again it is news again."""
        self._told.clear()
        who = event.agent_id or "the account"
        self._tell(f"{who}: {event.reason}; another halt stands" if event.still else f"{who} trades again: {event.reason}")

    def on_killed(self, event: KillActivated) -> None:
        """Killed while it runs."""
        self._tell(f"killed ({event.reason}): every new order is blocked, protection stays; {LIFT}")

    def on_kill_reset(self, event: KillReset) -> None:
        """Lifted."""
        self._tell("the kill switch is off")

    def _once(self, what: str, line: str) -> None:
        if what not in self._told:
            if len(self._told) >= REMEMBERED:
                self._told.clear()
            self._told.add(what)
            self._tell(line)
