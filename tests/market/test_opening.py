"""Which opening a daily decision is meant for, and what an instant before or after it means."""

from __future__ import annotations

import pytest

from rlbot.clock import from_iso, iso
from rlbot.market.calendar import NYSE
from rlbot.market.opening import MINUTE_NS, new_york_text, opening_slot

LEAD_NS = 10 * MINUTE_NS


@pytest.mark.parametrize(
    ("decided", "opens", "closes"),
    [
        ("2026-11-24T21:00:00Z", "2026-11-25T14:30:00Z", "2026-11-25T21:00:00Z"),
        ("2026-11-25T21:00:00Z", "2026-11-27T14:30:00Z", "2026-11-27T18:00:00Z"),  # Thanksgiving, then a half-day
        ("2026-11-27T18:00:00Z", "2026-11-30T14:30:00Z", "2026-11-30T21:00:00Z"),  # from a half-day over the weekend
        ("2026-11-28T02:00:00Z", "2026-11-30T14:30:00Z", "2026-11-30T21:00:00Z"),  # late: Friday in New York, Saturday in UTC
        ("2026-11-30T14:29:00Z", "2026-11-30T14:30:00Z", "2026-11-30T21:00:00Z"),  # late, in the morning
        ("2026-11-30T14:30:00Z", "2026-12-01T14:30:00Z", "2026-12-01T21:00:00Z"),  # an open that has come is not to come
        ("2026-03-06T21:00:00Z", "2026-03-09T13:30:00Z", "2026-03-09T20:00:00Z"),  # the clocks went forward in between
        ("2026-10-30T20:00:00Z", "2026-11-02T14:30:00Z", "2026-11-02T21:00:00Z"),  # and back
        ("2026-12-31T21:00:00Z", "2027-01-04T14:30:00Z", "2027-01-04T21:00:00Z"),
    ],
)
def test_a_decision_is_meant_for_the_first_opening_after_it(decided: str, opens: str, closes: str) -> None:
    slot = opening_slot(from_iso(decided), LEAD_NS)
    assert (iso(slot.open_ns), iso(slot.close_ns)) == (iso(from_iso(opens)), iso(from_iso(closes)))
    assert slot.open_ns - slot.release_ns == LEAD_NS


def test_every_instant_belongs_to_the_stage_it_begins() -> None:
    slot = opening_slot(from_iso("2026-11-25T21:00:00Z"), LEAD_NS)
    begins = {
        "checks": "2026-11-27T14:19:00Z",
        "auction": "2026-11-27T14:20:00Z",
        "missed": "2026-11-27T14:28:00Z",
        "late": "2026-11-27T14:30:00Z",
        "over": "2026-11-27T18:00:00Z",
    }
    before = "waits"
    for stage, at in begins.items():
        assert (slot.stage(from_iso(at) - 1), slot.stage(from_iso(at))) == (before, stage)
        before = stage


@pytest.mark.parametrize("lead_min", [3, 10, 60])
def test_whatever_the_lead_the_stages_follow_each_other(lead_min: int) -> None:
    for session in NYSE.sessions_between(from_iso("2026-01-01"), from_iso("2026-12-31")):
        slot = opening_slot(session.close_ns, lead_min * MINUTE_NS)
        assert session.close_ns < slot.check_ns < slot.release_ns < slot.cut_off_ns < slot.open_ns < slot.close_ns
        assert slot.open_ns == NYSE.next_session(session.close_ns).open_ns


def test_an_instant_is_told_in_the_time_of_new_york() -> None:
    assert new_york_text(from_iso("2026-11-27T14:20:00Z")) == "2026-11-27 09:20 New York"
    assert new_york_text(from_iso("2026-07-01T13:20:00Z")) == "2026-07-01 09:20 New York"
