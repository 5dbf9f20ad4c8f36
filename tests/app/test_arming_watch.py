"""While live trading runs: what the file says halts and lifts within a look, and what works at the broker is ended once."""

from __future__ import annotations

from dataclasses import dataclass, field

from rlbot.app.arming_watch import ArmingWatch
from rlbot.clock import ReplayClock
from rlbot.risk.halts import NOT_ARMED
from rlbot.system.arming import HOUR_NS, Armed, NotArmed

ACCOUNT = "U1234567"
BEGIN_NS = 1_700_000_000_000_000_000
UNTIL_NS = BEGIN_NS + 24 * HOUR_NS
ARMED = Armed(ACCOUNT, BEGIN_NS, UNTIL_NS, "me")
REMOVED = NotArmed("live trading is not armed")


@dataclass
class Desk:
    """What a watch did, in order; a halt that stands is not told of again, as the risk gate has it."""

    found: Armed | NotArmed = ARMED
    clock: ReplayClock = field(default_factory=lambda: ReplayClock(BEGIN_NS))
    did: list[str] = field(default_factory=list)
    reason: str = ""
    alerts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.watch = ArmingWatch(
            lambda: self.found,
            ACCOUNT,
            self.clock,
            self._halt,
            self._lift,
            lambda *said: self.alerts.append(said[2]),
            self._end,
        )

    def look(self, *, reachable: bool = True) -> list[str]:
        self.did.clear()
        self.watch.look(reachable=reachable)
        return self.did

    def _halt(self, rule: str, reason: str) -> None:
        assert rule == NOT_ARMED
        if not self.reason:
            self.did.append("halt")
        self.reason = self.reason or reason

    def _lift(self, rule: str, reason: str) -> None:
        assert rule == NOT_ARMED
        if self.reason:
            self.did.append("lift")
        self.reason = ""

    def _end(self, reason: str) -> None:
        self.did.append(f"end entries: {reason}")


def test_armed_says_until_when_once_and_halts_nothing() -> None:
    desk = Desk()
    assert desk.look() == desk.look() == []
    assert desk.alerts == ["U1234567 is armed for live trading until 2023-11-15T22:13:20Z"]


def test_disarmed_halts_and_ends_entries_once_and_armed_again_lifts() -> None:
    desk = Desk()
    desk.look()
    desk.found = REMOVED
    assert desk.look() == ["halt", "end entries: not_armed"]
    assert desk.reason == "live trading is not armed; `rlbot arm U1234567` arms it"
    assert desk.look() == []
    desk.found = ARMED
    assert desk.look() == ["lift"]
    desk.found = REMOVED
    assert desk.look() == ["halt", "end entries: not_armed"], "each time anew"


def test_it_expires_by_the_walls_clock() -> None:
    desk = Desk()
    desk.clock.advance_to(UNTIL_NS - 1)
    assert desk.look() == []
    desk.clock.advance_to(UNTIL_NS)
    assert desk.look() == ["halt", "end entries: not_armed"]
    assert "ended at 2023-11-15T22:13:20Z" in desk.reason


def test_the_end_to_come_is_told_once_an_hour_before_it() -> None:
    desk = Desk()
    desk.clock.advance_to(UNTIL_NS - HOUR_NS - 1)
    desk.look()
    desk.alerts.clear()
    for _ in range(3):
        desk.clock.advance_to(desk.clock.now_ns() + 1)
        desk.look()
    assert desk.alerts == [
        "The arming of U1234567 ends at 2023-11-15T22:13:20Z; `rlbot arm U1234567` arms it for longer",
    ]
    desk.found = Armed(ACCOUNT, BEGIN_NS, UNTIL_NS + HOUR_NS, "me")
    desk.look()
    assert len(desk.alerts) == 2, "the new end is told, and is not near"


def test_another_account_is_as_good_as_none() -> None:
    desk = Desk(found=Armed("U7654321", BEGIN_NS, UNTIL_NS, "me"))
    assert desk.look()[0] == "halt" and "U7654321 is armed, not U1234567" in desk.reason


def test_a_start_that_is_not_armed_halts_at_once_and_ends_entries_when_the_broker_can_hear_it() -> None:
    desk = Desk(found=REMOVED)
    assert desk.look(reachable=False) == ["halt"]
    assert desk.look() == ["end entries: not_armed"]


def test_a_halt_that_a_restart_remembers_is_lifted_by_the_first_look() -> None:
    desk = Desk(reason="from the journal")
    assert desk.look() == ["lift"]
