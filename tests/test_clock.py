"""The clock: replay time stands still, and text round-trips."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rlbot.clock import ReplayClock, SteadyClock, WallClock, from_iso, iso


def test_a_replay_clock_never_goes_backwards() -> None:
    clock = ReplayClock(100)
    clock.advance_to(50)
    assert clock.now_ns() == 100
    clock.advance_to(150)
    assert clock.now_ns() == 150


def test_a_wall_clock_ignores_being_told() -> None:
    clock = WallClock()
    before = clock.now_ns()
    clock.advance_to(0)
    assert clock.now_ns() >= before


def test_setting_the_machines_clock_back_leaves_the_time_that_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = SteadyClock()
    before = clock.now_ns()
    monkeypatch.setattr("time.time_ns", lambda: 0)
    monkeypatch.setattr("time.time", lambda: 0.0)
    assert clock.now_ns() >= before > 0


def test_a_date_is_midnight_utc() -> None:
    assert iso(from_iso("2024-03-01")) == "2024-03-01T00:00:00Z"


def test_an_offset_is_converted_to_utc() -> None:
    assert iso(from_iso("2024-03-01T09:30:00-05:00")) == "2024-03-01T14:30:00Z"


def test_text_that_is_no_time_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="yesterday"):
        from_iso("yesterday")


@given(st.integers(0, 4_000_000_000_000_000))
def test_microseconds_round_trip(us: int) -> None:
    assert from_iso(iso(us * 1_000)) == us * 1_000
