"""The gateway's history on disk: joined where it agrees, kept aside where a split lies between, whole whatever happens."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from rlbot.bridge.history_store import Kept, goes_on, keep, stored
from rlbot.market.csv_file import rows
from rlbot.market.data_error import DataError
from rlbot.market.feeds.feed import Subscription
from tests.market.rows import daily, scaled

DAYS = Subscription("AAPL", "1d")
ROWS = daily("2024-01-02", "2024-03-28", 180.0)


def test_new_rows_join_those_that_are_there(tmp_path: Path) -> None:
    assert keep(tmp_path, DAYS, ROWS[:30]) == Kept(30)
    assert keep(tmp_path, DAYS, ROWS[25:40]) == Kept(40)
    assert list(rows(tmp_path / "AAPL_1d.csv")) == ROWS[:40]
    assert stored(tmp_path, DAYS) == ROWS[:40]


def test_history_adjusted_for_a_split_takes_the_place_and_the_old_file_stays(tmp_path: Path) -> None:
    keep(tmp_path, DAYS, ROWS[:30])
    adjusted = [scaled(row, 0.25) for row in ROWS[:40]]
    kept = keep(tmp_path, DAYS, adjusted)
    assert isinstance(kept, Kept) and kept.rows == 40
    assert list(rows(tmp_path / "AAPL_1d.csv")) == adjusted
    assert list(rows(tmp_path / kept.tag)) == ROWS[:30]


def test_a_corrected_close_goes_on_and_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    keep(tmp_path, DAYS, ROWS[:30])
    newer = [scaled(ROWS[26], 1.003), *ROWS[27:32]]
    assert goes_on(ROWS[:30], newer)
    assert keep(tmp_path, DAYS, newer) == Kept(32)
    assert list(rows(tmp_path / "AAPL_1d.csv")) == [*ROWS[:26], *newer]


@pytest.mark.parametrize("factor", [0.25, 0.9, 1.1, 20.0])
def test_a_split_does_not_go_on(factor: float) -> None:
    assert not goes_on(ROWS[:30], [scaled(row, factor) for row in ROWS[26:32]])


def test_rows_that_share_no_bar_do_not_go_on_and_none_at_all_change_nothing(tmp_path: Path) -> None:
    assert not goes_on(ROWS[:30], ROWS[30:])
    assert goes_on(ROWS[:30], [])
    keep(tmp_path, DAYS, ROWS[:30])
    assert keep(tmp_path, DAYS, []) == Kept(30)


def test_a_full_disk_leaves_what_was_stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(tmp_path, DAYS, ROWS[:30])

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    refused = keep(tmp_path, DAYS, ROWS)
    monkeypatch.undo()
    assert isinstance(refused, DataError) and "No space left" in str(refused)
    assert list(rows(tmp_path / "AAPL_1d.csv")) == ROWS[:30]


def test_a_file_that_is_none_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "AAPL_1d.csv").write_text("not bars\n")
    assert isinstance(keep(tmp_path, DAYS, ROWS), DataError)
    assert (tmp_path / "AAPL_1d.csv").read_text() == "not bars\n"
    assert stored(tmp_path, DAYS) == []
