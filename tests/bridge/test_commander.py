"""What every command carries."""

from __future__ import annotations

from dataclasses import dataclass, field

from rlbot.bridge.commander import Commander
from rlbot.bridge.wire.commands import Command
from tests.execution.approved import approved

SECOND_NS = 1_000_000_000


@dataclass
class Unsteady:
    """A wall clock somebody sets."""

    readings: list[int]
    sent: list[Command] = field(default_factory=list)

    def now_ns(self) -> int:
        return self.readings.pop(0)

    def advance_to(self, ts_ns: int) -> None:
        """The wall goes by itself."""

    def stamps(self) -> list[int]:
        commander = Commander(self.sent.append, self, lambda: "c", lambda: "DU1", lambda: 1)
        while self.readings:
            commander.cancel_entries("")
            commander.submit(approved("a-1-e", 1), 1, None, "DAY")
        return [command.ts_ns for command in self.sent]


def test_an_entry_after_a_cancel_of_all_is_later_also_on_a_clock_that_stands_or_steps_back() -> None:
    stamps = Unsteady([9 * SECOND_NS, 9 * SECOND_NS, 8 * SECOND_NS, 7 * SECOND_NS]).stamps()
    assert stamps == sorted(set(stamps)) and len(stamps) == 4


def test_a_clock_set_back_by_an_hour_is_followed_for_a_stamp_of_the_future_is_refused() -> None:
    hour = 3600 * SECOND_NS
    assert Unsteady([2 * hour, hour]).stamps()[1] == hour
