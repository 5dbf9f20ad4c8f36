"""What `rlbot data list` and `rlbot data check` say of a folder."""

from __future__ import annotations

from pathlib import Path

from rlbot.market.data_folder import DataFolder
from rlbot.market.dataset_info import datasets
from tests.market.rows import daily, scaled, write, write_actions

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
    assert "unit_error" in info.examples[0]


def test_splits_in_the_range_and_whether_they_are_in_the_prices(tmp_path: Path) -> None:
    write(tmp_path, "AAPL_1d.csv", ROWS)
    write_actions(tmp_path, "AAPL,2024-03-01,split,4", "AAPL,2025-03-03,split,2")
    (info,) = datasets(DataFolder(tmp_path), check=True)
    assert (info.splits, info.adjusted, info.faults) == (1, True, {})
