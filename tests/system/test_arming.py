"""Live trading is armed for one account until a moment, by a file that only its owner can write; all else is not armed."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rlbot.system.armed_file import read_armed, remove_armed, write_armed
from rlbot.system.arming import HOUR_NS, LONGEST_HOURS, Armed, NotArmed, is_paper, standing

NOON_NS = 1_700_000_000_000_000_000
ARMED = Armed("U1234567", NOON_NS, NOON_NS + 24 * HOUR_NS, "somebody")
times = st.integers(0, 2**61)


@given(times, times, times)
def test_it_stands_between_its_ends_and_never_for_longer_than_a_week(begin: int, end: int, now: int) -> None:
    found = standing(Armed("U1", begin, end, "me"), "U1", now)
    if isinstance(found, Armed):
        assert now < end <= begin + LONGEST_HOURS * HOUR_NS
        assert begin - now < HOUR_NS, "a clock set back does not make it longer"
    else:
        assert now >= end or begin > now or end - begin > LONGEST_HOURS * HOUR_NS


@pytest.mark.parametrize(
    ("account", "now_ns", "why"),
    [
        ("U7654321", NOON_NS, "U1234567 is armed, not U7654321"),
        ("U1234567", ARMED.until_ns, "ended at 2023-11-15T22:13:20Z"),
        ("U1234567", NOON_NS - HOUR_NS, "has not reached"),
    ],
)
def test_why_it_does_not_stand_is_said(account: str, now_ns: int, why: str) -> None:
    found = standing(ARMED, account, now_ns)
    assert isinstance(found, NotArmed) and why in found.why
    assert standing(ARMED, "U1234567", NOON_NS) == ARMED


def test_paper_accounts_are_told_by_their_letters() -> None:
    assert [is_paper(name) for name in ("DU1234567", "DF1234567", "U1234567", "F1234567", "D1", "")] == [
        True,
        True,
        *[False] * 4,
    ]


def test_what_was_written_is_read_by_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "checkpoints" / "armed"
    write_armed(path, ARMED)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_armed(path) == ARMED and list(path.parent.iterdir()) == [path]
    path.chmod(0o644)
    write_armed(path, ARMED)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600, "an open mode of before is not kept"
    assert remove_armed(path) and not remove_armed(path)
    assert read_armed(path) == NotArmed("live trading is not armed")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o660, 0o666, 0o644, 0o700])
def test_a_file_that_others_may_touch_arms_nothing(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "armed"
    write_armed(path, ARMED)
    path.chmod(mode)
    found = read_armed(path)
    assert isinstance(found, NotArmed) and f"{mode:o}, not 600" in found.why


def test_a_file_of_somebody_else_arms_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "armed"
    write_armed(path, ARMED)
    monkeypatch.setattr(os, "geteuid", lambda: path.stat().st_uid + 1)
    found = read_armed(path)
    assert isinstance(found, NotArmed) and "belongs to another user" in found.why


GOOD = {"account": "U1", "from_ns": 1, "until_ns": 2, "by": "me"}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"U1234567",
        b"\xff\xfe",
        json.dumps(GOOD).encode()[:-4],
        json.dumps(GOOD | {"until_ns": 10**40}).encode(),
        json.dumps(GOOD | {"until_ns": "9999"}).encode(),
        json.dumps(GOOD | {"from_ns": -1}).encode(),
        json.dumps(GOOD | {"note": "more"}).encode(),
        json.dumps({"account": "U1", "until_ns": 2, "by": "me"}).encode(),
        json.dumps([GOOD]).encode(),
        json.dumps(GOOD | {"by": "x" * 5_000}).encode(),
    ],
)
def test_a_damaged_file_arms_nothing(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "armed"
    path.write_bytes(content)
    path.chmod(0o600)
    found = read_armed(path)
    assert isinstance(found, NotArmed) and f"{path} is damaged" in found.why


def test_what_is_no_file_arms_nothing(tmp_path: Path) -> None:
    real = tmp_path / "real"
    write_armed(real, ARMED)
    (tmp_path / "link").symlink_to(real)
    (tmp_path / "folder").mkdir(mode=0o600)
    os.mkfifo(tmp_path / "pipe", 0o600)
    for name in ("link", "folder", "pipe"):
        assert isinstance(read_armed(tmp_path / name), NotArmed), name
