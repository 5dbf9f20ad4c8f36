"""Judged by progress: frozen children are ended, dead ones started again more and more slowly, hopeless ones given up."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rlbot.system.watchdog.policy import SECOND_NS, Action, End, GiveUp, Judge, Patience, Start

PATIENCE = Patience(start_s=30.0, stall_s=12.0, end_s=3.0, first_pause_s=1.0, longest_pause_s=8.0, healthy_s=60.0)


class Child:
    """A judge and its clock; `live` makes progress every second."""

    def __init__(self) -> None:
        self.judge, self.now_ns = Judge("core", PATIENCE), 0
        self.did: list[tuple[float, Action]] = []

    def second(self, *, progress: bool = False) -> Action | None:
        self.now_ns += SECOND_NS
        if progress:
            self.judge.on_progress(self.now_ns)
        action = self.judge.look(self.now_ns)
        if action is not None:
            self.did.append((self.now_ns / SECOND_NS, action))
        if isinstance(action, Start):
            self.judge.on_started(self.now_ns)
        return action

    def live(self, seconds: int) -> None:
        for _ in range(seconds):
            assert self.second(progress=True) is None

    def die(self) -> None:
        self.judge.on_ended(self.now_ns, "exit status 1")


def started() -> Child:
    child = Child()
    assert child.second() == Start(1)
    child.live(5)
    return child


def test_a_child_without_progress_is_asked_to_end_then_ended_within_fifteen_seconds_of_freezing() -> None:
    child = started()
    frozen_ns = child.now_ns
    while not isinstance(action := child.second(), End):
        pass
    assert action == End(False, "core has made no progress for 12 s")
    while not (isinstance(action := child.second(), End) and action.hard):
        pass
    assert (child.now_ns - frozen_ns) / SECOND_NS <= 17 and (child.did[-2][0] - frozen_ns / SECOND_NS) <= 15


def test_a_machine_that_slept_is_held_against_nobody() -> None:
    child = started()
    child.now_ns += 8 * 3_600 * SECOND_NS
    child.judge.excuse(8 * 3_600 * SECOND_NS)
    for _ in range(int(PATIENCE.stall_s)):
        assert child.second() is None
    assert isinstance(child.second(), End)


def test_a_slow_start_is_not_a_stall() -> None:
    child = Child()
    child.second()
    for _ in range(30):
        assert child.second() is None
    assert isinstance(child.second(), End)


def test_pauses_double_up_to_the_longest() -> None:
    child, starts = started(), []
    child.judge._patience = Patience(first_pause_s=1.0, longest_pause_s=8.0, give_up_after=99)
    for _ in range(6):
        died = child.now_ns
        child.die()
        while not isinstance(child.second(), Start):
            pass
        starts.append((child.now_ns - died) / SECOND_NS)
    assert starts == [1, 2, 4, 8, 8, 8]


def test_five_ends_in_a_row_end_in_giving_up_not_in_a_loop() -> None:
    child = started()
    for _ in range(5):
        child.die()
        while child.second() is None:
            pass
    assert [type(action).__name__ for _, action in child.did] == ["Start"] * 5 + ["GiveUp"]
    assert "5 times in a row (last: exit status 1)" in child.did[-1][1].reason  # type: ignore[union-attr]  # given up, with a reason
    for _ in range(1_000):
        assert child.second() is None


def test_a_healthy_stretch_forgets_earlier_ends() -> None:
    child = started()
    for _ in range(20):
        child.die()
        while not isinstance(child.second(), Start):
            pass
        child.live(70)
    assert not any(isinstance(action, GiveUp) for _, action in child.did)


@given(st.lists(st.sampled_from(["progress", "nothing", "dies"]), max_size=300))
def test_it_is_never_started_while_it_runs(steps: list[str]) -> None:
    child, running = Child(), False
    for step in steps:
        if step == "dies" and running:
            child.die()
            running = False
        action = child.second(progress=step == "progress" and running)
        if isinstance(action, Start):
            assert not running
            running = True
        if isinstance(action, End):
            assert running
