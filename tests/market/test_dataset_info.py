"""What `rlbot data list` and `rlbot data check` say of a folder."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from rlbot.events.market import BarFault
from rlbot.market.data_folder import DataFolder
from rlbot.market.dataset_info import WAYS_OUT, datasets
from tests.market.rows import daily, intraday, scaled, write, write_actions

ROWS = daily("2024-01-02", "2024-06-28")


def test_listing_says_what_each_file_covers_and_which_cannot_be_read(tmp_path: Path) -> None:
    write(tmp_path, "AAPL_1d.csv", ROWS)
    (tmp_path / "SPY_1d.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    good, broken = datasets(DataFolder(tmp_path))
    assert (good.symbol, good.interval, good.rows, good.first[:10], good.last[:10]) == (
        "AAPL",
        "1d",
        124,
        "2024-01-02",
        "2024-06-28",
    )
    assert not good.checked
    assert "the header is 'a,b'" in broken.error


def test_checking_counts_faults_and_shows_them(tmp_path: Path) -> None:
    rows = list(ROWS)
    rows[60] = scaled(rows[60], 100.0)
    rows[80] = scaled(rows[80], 3.0)
    del rows[100:103]
    write(tmp_path, "AAPL_1d.csv", rows)
    (info,) = datasets(DataFolder(tmp_path), check=True)
    assert info.faults == {"unit_error": 1, "bad_print": 1}
    assert (info.bars, info.missing) == (119, 3)
    assert len(info.examples) == 2
    assert info.examples[0].startswith("row 61 (2024-03-28T00:00:00Z) is left out, unit_error")
    assert info.gaps == ("3 bars are missing between 2024-05-23T00:00:00Z and 2024-05-30T00:00:00Z",)
    assert list(info.advice) == ["bad_print", "unit_error"]


def test_every_fault_of_a_file_has_a_way_out() -> None:
    of_a_feed = {"partial", "outside_hours"}  # a live bar that is not finished; rows that are dropped by rule
    assert set(WAYS_OUT) | of_a_feed == set(get_args(BarFault))


def test_row_numbers_count_every_row_of_the_file(tmp_path: Path) -> None:
    rows = intraday("2024-01-02", "2024-01-03", "5m")
    early = (rows[0][0] - 3_600_000_000_000, *rows[0][1:])
    bad = (rows[9][0], *rows[9][1:4], -1.0, 1.0)
    write(tmp_path, "AAPL_5m.csv", [early, *rows[:9], rows[3], bad, *rows[10:]])
    (info,) = datasets(DataFolder(tmp_path), check=True)
    assert [told.split(" (")[0] for told in info.examples] == ["row 11", "row 12"]


def test_splits_in_the_range_and_whether_they_are_in_the_prices(tmp_path: Path) -> None:
    write(tmp_path, "AAPL_1d.csv", ROWS)
    write_actions(tmp_path, "AAPL,2024-03-01,split,4", "AAPL,2025-03-03,split,2")
    (info,) = datasets(DataFolder(tmp_path), check=True)
    assert (info.splits, info.adjusted, info.faults) == (1, True, {})


def test_rows_outside_hours_are_counted_and_are_no_examples_of_faults(tmp_path: Path) -> None:
    rows = intraday("2024-01-02", "2024-01-05", "5m")
    early = [(stamp - 3_600_000_000_000, *row) for stamp, *row in rows if (stamp - rows[0][0]) % 86_400_000_000_000 < 10**12]
    write(tmp_path, "AAPL_5m.csv", sorted([*rows, *early]))
    (info,) = datasets(DataFolder(tmp_path), check=True)
    assert info.faults["outside_hours"] == len(early) and info.examples == ()
