"""Finding and opening recorded series, and the sentence each kind of broken input gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from rlbot.clock import from_iso
from rlbot.events.market import Bar
from rlbot.market.bars import BarValidator
from rlbot.market.data_error import DataError
from rlbot.market.data_folder import DataFolder
from tests.market.rows import daily, intraday, write

HEADER = "timestamp,open,high,low,close,volume\n"
JANUARY = daily("2024-01-02", "2024-01-31")


def test_files_are_found_by_name_and_tagged_ones_are_left_alone(tmp_path: Path) -> None:
    for name in ("AAPL_1d.csv", "AAPL_1d_raw.csv", "BRK.B_5m.csv", "FEAR_GREED_1d.csv", "notes.txt", "AAPL_2h.csv"):
        write(tmp_path, name, JANUARY)
    assert sorted(DataFolder(tmp_path).files) == [("AAPL", "1d"), ("BRK.B", "5m")]


def test_a_series_gives_its_rows_as_they_stand(tmp_path: Path) -> None:
    write(tmp_path, "AAPL_1d.csv", JANUARY)
    bars = list(DataFolder(tmp_path).series("AAPL", "1d").bars())
    assert [(b.start_ns, b.open, b.high, b.low, b.close, b.volume) for b in bars] == JANUARY


@pytest.mark.parametrize("stamp", ["2024-01-02", "2024-01-02T00:00:00Z", "2024-01-02 00:00:00+00:00", "2024-01-02T00:00:00"])
def test_timestamps_may_be_written_in_the_usual_ways(tmp_path: Path, stamp: str) -> None:
    write(tmp_path, "AAPL_1d.csv", [(stamp, 1, 2, 1, 2, 3)])
    assert [bar.start_ns for bar in DataFolder(tmp_path).series("AAPL", "1d").bars()] == [from_iso("2024-01-02")]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "is empty; expected the header"),
        (HEADER.encode(), "has a header but no rows"),
        (b"date,o,h,l,c,v\n2024-01-02,1,2,1,2,3\n", "the header is 'date,o,h,l,c,v', expected"),
        ((HEADER + "2024-01-02,1,2,1,2,3\n2024-01-03,1,2,x,2,3\n").encode(), "line 3: low is 'x', expected a number"),
        ((HEADER + "2024-01-02,1,2,1,2\n").encode(), "line 2 has 5 cells, expected 6"),
        ((HEADER + "02.01.2024,1,2,1,2,3\n").encode(), "line 2: the timestamp is '02.01.2024', expected ISO 8601"),
        ((HEADER + "9999-12-31,1,2,1,2,3\n").encode(), "line 2: the timestamp is '9999-12-31', expected ISO 8601"),
        ((HEADER + '"2024-01-02","1","2","1","x","3"\n').encode(), "line 2: close is 'x', expected a number"),
        ((HEADER + "2024-01-02,1,2,1,2,3\n").encode("utf-16"), "not UTF-8"),
        ((HEADER + "2024-01-02,nan,nan,nan,nan,0\n").encode(), "1 of 1 rows from 2024-01-02.* have no usable price"),
    ],
    ids=[
        "empty",
        "header only",
        "other header",
        "word for number",
        "short line",
        "other date",
        "no such year",
        "quoted",
        "utf-16",
        "nan",
    ],
)
def test_a_broken_file_gives_one_clear_sentence(tmp_path: Path, content: bytes, complaint: str) -> None:
    (tmp_path / "AAPL_1d.csv").write_bytes(content)
    with pytest.raises(DataError, match=complaint) as caught:
        DataFolder(tmp_path).series("AAPL", "1d")
    assert "AAPL_1d.csv" in str(caught.value)


@pytest.mark.parametrize("cell", ["", " ", "null", "NaN", "None", "NA"])
def test_a_missing_value_costs_its_row_and_nothing_else(tmp_path: Path, cell: str) -> None:
    rows: list[tuple[object, ...]] = list(JANUARY)
    rows[3] = (*JANUARY[3][:4], cell, JANUARY[3][5])
    write(tmp_path, "AAPL_1d.csv", rows)
    validator = BarValidator("AAPL", "1d")
    bars = [e for e in DataFolder(tmp_path).series("AAPL", "1d").events(validator) if isinstance(e, Bar)]
    assert [b.start_ns for b in bars] == [row[0] for row in JANUARY if row is not JANUARY[3]]
    assert validator.faults == {"not_finite": 1}


@pytest.mark.parametrize("change", ["\r\n", "\r", "\n\n", "quotes", "bom", "no end", "spaces"])
def test_the_same_rows_however_they_are_written(tmp_path: Path, change: str) -> None:
    path = write(tmp_path, "AAPL_1d.csv", JANUARY)
    text = path.read_text(encoding="utf-8")
    match change:
        case "quotes":
            text = "\n".join(",".join(f'"{cell}"' for cell in line.split(",")) for line in text.splitlines())
        case "bom":
            text = "\ufeff" + text
        case "no end":
            text = text.rstrip("\n")
        case "spaces":
            text = text.replace(",", ", ")
        case _:
            text = text.replace("\n", change)
    path.write_bytes(text.encode())
    bars = list(DataFolder(tmp_path).series("AAPL", "1d").bars())
    assert [(b.start_ns, b.open, b.high, b.low, b.close, b.volume) for b in bars] == JANUARY


def test_a_fault_is_named_with_its_own_line_deep_in_the_file_and_behind_blank_ones(tmp_path: Path) -> None:
    path = write(tmp_path, "AAPL_1d.csv", daily("2015-01-02", "2020-12-31"))
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[100:100] = [""]
    lines[1_200] = lines[1_200].replace(",", ",x", 1)
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(DataError, match="line 1201: open is 'x"):
        DataFolder(tmp_path).series("AAPL", "1d")


def test_days_before_1970_are_days(tmp_path: Path) -> None:
    rows = daily("1968-11-01", "1970-03-31")
    write(tmp_path, "AAPL_1d.csv", rows)
    assert len(list(DataFolder(tmp_path).series("AAPL", "1d").bars())) == len(rows)


def test_a_file_sorted_newest_first_is_refused_as_a_whole(tmp_path: Path) -> None:
    write(tmp_path, "AAPL_1d.csv", JANUARY[::-1])
    with pytest.raises(DataError, match=r"not sorted.*oldest first"):
        DataFolder(tmp_path).series("AAPL", "1d")


def test_single_bad_rows_are_refused_one_by_one(tmp_path: Path) -> None:
    rows: list[tuple[object, ...]] = list(JANUARY)
    rows[5] = (JANUARY[5][0], "nan", 1, 1, 1, 1)
    rows.insert(9, JANUARY[3])
    write(tmp_path, "AAPL_1d.csv", rows)
    events = list(DataFolder(tmp_path).series("AAPL", "1d").events())
    assert [getattr(event, "fault", None) for event in events if hasattr(event, "fault")] == ["not_finite", "out_of_order"]


def test_a_missing_folder_and_an_empty_one_say_what_is_expected(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="does not exist; name one with --data"):
        DataFolder(tmp_path / "nowhere")
    with pytest.raises(DataError, match=r"no file named SYMBOL_INTERVAL.csv \(such as AAPL_1d.csv\)"):
        DataFolder(tmp_path).series("AAPL", "1d")


def test_an_unknown_symbol_or_interval_says_what_is_there(tmp_path: Path) -> None:
    write(tmp_path, "AAPL_1d.csv", JANUARY)
    write(tmp_path, "SPY_1d.csv", JANUARY)
    with pytest.raises(DataError, match=r"no TSLA_1d.csv; it has AAPL, SPY"):
        DataFolder(tmp_path).series("TSLA", "1d")
    with pytest.raises(DataError, match=r"no AAPL_5m.csv; it has AAPL at 1d"):
        DataFolder(tmp_path).series("AAPL", "5m")


def test_five_and_fifteen_minutes_are_made_of_the_coarsest_file_that_serves(tmp_path: Path) -> None:
    write(tmp_path, "AAPL_1m.csv", intraday("2024-07-02", "2024-07-03", "1m"))
    folder = DataFolder(tmp_path)
    assert len(list(folder.series("AAPL", "5m").bars())) == 78 + 42
    assert len(list(folder.series("AAPL", "15m").bars())) == 26 + 14
    write(tmp_path, "AAPL_5m.csv", intraday("2024-07-02", "2024-07-03", "5m"))
    assert DataFolder(tmp_path).series("AAPL", "15m").file_interval == "5m"
    assert not folder.has("AAPL", "1d")


def test_the_file_that_overlaps_the_range_serves(tmp_path: Path) -> None:
    write(tmp_path, "AAPL_1m.csv", intraday("2022-07-05", "2022-07-06", "1m"))
    write(tmp_path, "AAPL_5m.csv", intraday("2024-07-02", "2024-07-03", "5m"))
    folder = DataFolder(tmp_path)
    assert folder.series("AAPL", "15m", from_iso("2022-07-05"), from_iso("2022-07-06")).file_interval == "1m"
    assert folder.series("AAPL", "15m", from_iso("2024-07-02")).file_interval == "5m"


def test_a_companion_is_daily_where_its_minutes_do_not_cover_the_range(tmp_path: Path) -> None:
    write(tmp_path, "VIX_1d.csv", daily("2021-01-04", "2024-12-31", 15.0))
    write(tmp_path, "VIX_1m.csv", intraday("2022-07-05", "2022-07-29", "1m", 15.0))
    folder = DataFolder(tmp_path)
    assert folder.best_interval("VIX", "5m") == "5m"
    assert folder.best_interval("VIX", "5m", from_iso("2022-07-01"), from_iso("2022-07-31")) == "5m"
    assert folder.best_interval("VIX", "5m", from_iso("2022-07-01"), from_iso("2022-09-30")) == "1d"
    assert folder.best_interval("VIX", "5m", from_iso("2024-03-11"), from_iso("2024-12-31")) == "1d"
    assert folder.best_interval("VIX", "1d") == "1d"
    with pytest.raises(DataError, match=r"no SPX_1d.csv; it has VIX"):
        folder.best_interval("SPX", "5m")


def test_rows_outside_regular_hours_are_dropped_without_a_word(tmp_path: Path) -> None:
    rows = intraday("2024-07-02", "2024-07-02", "1m")
    early = (from_iso("2024-07-02T12:00:00Z"), *rows[0][1:])
    write(tmp_path, "AAPL_1m.csv", [early, *rows])
    assert len(list(DataFolder(tmp_path).series("AAPL", "1m").events())) == 390
