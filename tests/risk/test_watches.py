"""Drawdown, session loss, order rate and the kill switch file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rlbot.risk.drawdown import RollingDrawdown, SessionLoss
from rlbot.risk.kill_switch import KillSwitch
from rlbot.risk.order_rate import DAY_NS, MINUTE_NS, OrderRate


@settings(deadline=None, max_examples=100)
@given(marks=st.lists(st.tuples(st.integers(0, 2), st.floats(1.0, 1e6)), min_size=1, max_size=80), window=st.integers(1, 6))
def test_rolling_drawdown_is_from_the_highest_mark_in_the_window(marks: list[tuple[int, float]], window: int) -> None:
    rolling = RollingDrawdown(window)
    seen: list[tuple[int, float]] = []
    session = 1
    for step, equity in marks:
        session += step
        seen.append((session, equity))
        top = max(value for when, value in seen if when > session - window)
        assert rolling.on(session, equity) == 1.0 - equity / top


def test_an_old_peak_is_forgotten_after_the_window() -> None:
    rolling = RollingDrawdown(window=3)
    values = [rolling.on(session, equity) for session, equity in enumerate([100.0, 80.0, 80.0, 80.0])]
    assert values == [0.0, pytest.approx(0.2), pytest.approx(0.2), 0.0]


def test_restart_forgives_what_was_lost() -> None:
    rolling = RollingDrawdown()
    rolling.on(1, 100.0)
    rolling.on(2, 50.0)
    rolling.restart()
    assert rolling.on(3, 50.0) == 0.0


def test_session_loss_counts_from_the_last_mark_of_the_session_before() -> None:
    loss = SessionLoss()
    assert loss.on(1, 100.0)
    assert loss.value == 0.0
    assert not loss.on(1, 110.0)
    assert loss.on(2, 99.0)
    assert loss.value == pytest.approx(0.1)
    loss.on(2, 121.0)
    assert loss.value == pytest.approx(-0.1)


def test_rate_forgets_after_a_minute_and_counts_days_by_agent() -> None:
    rate = OrderRate()
    for second in (0, 30, 59):
        rate.count("a", second * 1_000_000_000)
    assert rate.last_minute(59_000_000_000) == 3
    assert rate.last_minute(MINUTE_NS) == 2
    assert (rate.today("a", MINUTE_NS), rate.today("b", MINUTE_NS), rate.today("a", DAY_NS)) == (3, 0, 0)


def test_kill_survives_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "checkpoints" / "kill"
    assert KillSwitch(path).activate("too hot", "dashboard", 7) == ""
    state = KillSwitch(path).state()
    assert state is not None
    assert (state.reason, state.origin, state.ts_ns) == ("too hot", "dashboard", 7)
    assert json.loads(path.read_text()) == {"ts_ns": 7, "reason": "too hot", "origin": "dashboard"}
    assert [p.name for p in path.parent.iterdir()] == ["kill"]


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[]", b'{"reason": 1}'])
def test_the_file_alone_kills_whatever_it_says(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "kill"
    path.write_bytes(content)
    switch = KillSwitch(path)
    before = switch.active
    assert switch.reset() == ""
    assert (before, switch.active, path.exists()) == (True, False, False)


def test_a_file_that_appears_later_is_seen(tmp_path: Path) -> None:
    switch = KillSwitch(tmp_path / "kill")
    before = switch.active
    (tmp_path / "kill").touch()
    assert (before, switch.active) == (False, True)


def test_a_path_that_cannot_be_looked_at_counts_as_killed(tmp_path: Path) -> None:
    (tmp_path / "checkpoints").write_text("a file where a folder should be")
    switch = KillSwitch(tmp_path / "checkpoints" / "kill")
    assert switch.active
    assert "cannot be looked at" in (switch.state() or pytest.fail("killed")).reason


def test_a_kill_that_cannot_be_stored_holds_in_memory_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "checkpoints").write_text("a file where a folder should be")
    switch = KillSwitch(tmp_path / "checkpoints" / "kill")
    fault = switch.activate("hand", "shell", 1)
    assert "would not survive a restart" in fault
    assert switch.active


def test_a_kill_that_cannot_be_removed_stays_on(tmp_path: Path) -> None:
    path = tmp_path / "kill"
    path.mkdir()  # a folder cannot be unlinked
    switch = KillSwitch(path)
    assert "stays on" in switch.reset()
    assert switch.active


def test_without_a_path_it_lives_in_memory() -> None:
    switch = KillSwitch()
    switch.activate("hand", "shell", 1)
    before = switch.active
    switch.reset()
    assert (before, switch.active) == (True, False)


def test_house_never_leaves_a_torn_kill_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The new content is complete beside it before it takes the name."""
    path = tmp_path / "kill"
    KillSwitch(path).activate("first", "shell", 1)

    def crash(self: Path, target: Path) -> Path:
        raise OSError("power lost")

    monkeypatch.setattr(Path, "replace", crash)
    KillSwitch(path).activate("second", "shell", 2)
    assert json.loads(path.read_text())["reason"] == "first"
