"""The signs of life of a core that starts: as long as it moves, and no longer."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from rlbot.app.pulse import BEAT_S, LONGEST_STILL_S, Pulse
from rlbot.system.watchdog.progress import Beat, Beats, Supervised

STILL_TURNS = int(LONGEST_STILL_S / BEAT_S)


class Parent:
    """The watchdog's ends of the pipes."""

    def __init__(self) -> None:
        self.told, self.tells = os.pipe()
        self.lifeline, self._held = os.pipe()
        self.child = Supervised(self.tells, self.lifeline)
        os.set_blocking(self.told, False)

    def heard(self) -> list[Beat]:
        try:
            return Beats().feed(os.read(self.told, 1 << 16))
        except BlockingIOError:
            return []

    def close(self) -> None:
        for fd in (self.told, self.tells, self.lifeline, self._held):
            os.close(fd)


@pytest.fixture
def parent() -> Iterator[Parent]:
    made = Parent()
    yield made
    made.close()


def test_a_start_that_stands_still_falls_silent_after_five_minutes(parent: Parent) -> None:
    pulse = Pulse(lambda: 0, parent.child)
    for _ in range(2 * STILL_TURNS):
        pulse.turn()
    assert len(parent.heard()) == STILL_TURNS - 1


def test_a_start_that_moves_beats_for_as_long_as_it_takes(parent: Parent) -> None:
    pulse = Pulse(lambda: 0, parent.child)
    rows = pulse.following(range(12))
    for row in rows:  # a step each four minutes
        for _ in range(240):
            pulse.turn()
        assert len(parent.heard()) == 240, row
    pulse.moved()
    pulse.turn()
    assert len(parent.heard()) == 1


def test_a_core_that_does_not_listen_says_so(parent: Parent) -> None:
    hears = [False, True]
    pulse = Pulse(lambda: 7, parent.child, lambda: hears.pop(0))
    pulse.turn()
    pulse.turn()
    assert parent.heard() == [Beat(1, 7, deaf=True), Beat(2, 7)]


def test_it_beats_beside_what_starts(parent: Parent) -> None:
    with Pulse(lambda: 0, parent.child).starting():
        os.set_blocking(parent.told, True)
        assert Beats().feed(os.read(parent.told, 100)) == [Beat(1, 0)]


def test_without_a_watchdog_nothing_happens() -> None:
    pulse = Pulse(lambda: 0, None)
    pulse.turn()
    assert pulse.beat() and not pulse.supervised
