"""Replay of recorded files: order, ranges, corporate actions, and what happens to refused rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from rlbot.clock import from_iso, iso
from rlbot.events.market import BarRejected, DividendPaid, SplitApplied
from rlbot.market.calendar import DAY_NS
from rlbot.market.data_error import DataError
from rlbot.market.data_folder import DataFolder
from rlbot.market.feeds.csv_replay import CsvReplayFeed
from rlbot.market.feeds.feed import Batch, Subscription
from tests.market.rows import daily, intraday, scaled, write, write_actions

AAPL, VIX = Subscription("AAPL", "1d"), Subscription("VIX", "1d")
ROWS = daily("2024-01-02", "2024-03-28")


def feed(path: Path, *wanted: Subscription, start: str | None = None, end: str | None = None) -> CsvReplayFeed:
    return CsvReplayFeed(DataFolder(path), wanted, from_iso(start) if start else None, from_iso(end) if end else None)


def stamps(batches: list[Batch]) -> list[tuple[str, list[str]]]:
    return [(iso(b.ts_ns), [f"{bar.symbol} {iso(bar.start_ns)[:10]}" for bar in b.bars]) for b in batches]


def test_the_daily_vix_comes_a_quarter_of_an_hour_after_the_close(tmp_path: Path) -> None:
    write(tmp_path, "AAPL_1d.csv", ROWS)
    write(tmp_path, "VIX_1d.csv", ROWS)
    assert stamps(list(feed(tmp_path, AAPL, VIX, end="2024-01-03").batches())) == [
        ("2024-01-02T21:00:00Z", ["AAPL 2024-01-02"]),
        ("2024-01-02T21:15:00Z", ["VIX 2024-01-02"]),
        ("2024-01-03T21:00:00Z", ["AAPL 2024-01-03"]),
        ("2024-01-03T21:15:00Z", ["VIX 2024-01-03"]),
    ]


def test_a_daily_series_beside_minutes_comes_with_the_last_minute(tmp_path: Path) -> None:
    write(tmp_path, "AAPL_5m.csv", intraday("2024-07-02", "2024-07-03", "5m"))
    write(tmp_path, "IWM_1d.csv", daily("2024-07-02", "2024-07-03"))
    batches = list(feed(tmp_path, Subscription("AAPL", "5m"), Subscription("IWM", "1d")).batches())
    assert len(batches) == 78 + 42
    assert [i for i, batch in enumerate(batches) if len(batch.bars) == 2] == [77, 119]


def test_the_range_is_inclusive_on_the_bars_own_dates(tmp_path: Path) -> None:
    write(tmp_path, "AAPL_5m.csv", intraday("2024-07-01", "2024-07-05", "5m"))
    bars = [
        b
        for batch in feed(tmp_path, Subscription("AAPL", "5m"), start="2024-07-02", end="2024-07-03").batches()
        for b in batch.bars
    ]
    assert {b.start_ns // DAY_NS * DAY_NS for b in bars} == {from_iso("2024-07-02"), from_iso("2024-07-03")}
    assert len(bars) == 78 + 42


def test_an_end_in_mid_session_includes_the_bar_of_that_stamp(tmp_path: Path) -> None:
    write(tmp_path, "AAPL_5m.csv", intraday("2024-07-01", "2024-07-03", "5m"))
    batches = list(feed(tmp_path, Subscription("AAPL", "5m"), end="2024-07-02T14:00:00Z").batches())
    assert iso(batches[-1].bars[0].start_ns) == "2024-07-02T14:00:00Z"


def test_a_start_in_mid_session_still_gets_that_days_daily_bar(tmp_path: Path) -> None:
    write(tmp_path, "AAPL_5m.csv", intraday("2024-07-01", "2024-07-03", "5m"))
    write(tmp_path, "VIX_1d.csv", daily("2024-07-01", "2024-07-03"))
    batches = list(feed(tmp_path, Subscription("AAPL", "5m"), VIX, start="2024-07-02T15:00:00Z").batches())
    assert iso(batches[0].bars[0].start_ns) == "2024-07-02T15:00:00Z"
    assert [iso(b.start_ns)[:10] for batch in batches for b in batch.bars if b.symbol == "VIX"] == ["2024-07-02", "2024-07-03"]


def test_a_range_without_bars_says_what_the_file_covers(tmp_path: Path) -> None:
    write(tmp_path, "AAPL_1d.csv", ROWS)
    with pytest.raises(DataError, match="no bars from 2025-01-01 to the end; it covers 2024-01-02 to 2024-03-28"):
        feed(tmp_path, AAPL, start="2025-01-01")
    with pytest.raises(DataError, match="no bars from 2024-01-06 to 2024-01-07"):
        feed(tmp_path, AAPL, start="2024-01-06", end="2024-01-07")


def test_a_listing_abroad_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "AET.L_1d.csv", ROWS)
    with pytest.raises(DataError, match=r"AET.L trades in GBP; ledgers are in USD"):
        feed(tmp_path, Subscription("AET.L", "1d"))


def actions(batches: list[Batch]) -> list[tuple[str, float, str]]:
    return [
        (iso(a.session_ns)[:10], a.factor if isinstance(a, SplitApplied) else a.amount, iso(b.ts_ns)[:10])
        for b in batches
        for a in b.actions
    ]


def test_splits_and_dividends_come_once_with_the_first_bar_they_touch(tmp_path: Path) -> None:
    split_day = from_iso("2024-02-01")
    write(
        tmp_path,
        "AAPL_1d.csv",
        [scaled(row, 0.25) if row[0] >= split_day else row for row in ROWS if row[0] != from_iso("2024-02-09")],
    )
    write_actions(tmp_path, "AAPL,2024-02-01,split,4", "AAPL,2024-01-10,dividend,0.1", "AAPL,2024-02-09,dividend_raw,0.2")
    assert actions(list(feed(tmp_path, AAPL).batches())) == [
        ("2024-01-10", pytest.approx(0.4), "2024-01-10"),
        ("2024-02-01", 4.0, "2024-02-01"),
        ("2024-02-09", 0.2, "2024-02-12"),
    ]


def test_a_split_on_the_first_day_of_the_range_belongs_to_the_stream_and_earlier_ones_to_history(tmp_path: Path) -> None:
    write(tmp_path, "AAPL_1d.csv", ROWS)
    write_actions(tmp_path, "AAPL,2024-02-01,split,4", "AAPL,2024-01-30,dividend_raw,0.3", "AAPL,2024-01-04,dividend_raw,0.2")
    ranged = feed(tmp_path, AAPL, start="2024-02-01")
    assert [day for day, _, _ in actions(list(ranged.batches()))] == ["2024-02-01"]
    assert [day for day, _, _ in actions(list(ranged.history(from_iso("2024-02-01"), 5)))] == ["2024-01-30"]


def test_an_action_on_the_very_first_recorded_day_touches_nobody(tmp_path: Path) -> None:
    write(tmp_path, "AAPL_1d.csv", ROWS)
    write_actions(tmp_path, "AAPL,2024-01-02,dividend_raw,0.3", "AAPL,2023-06-01,split,4")
    assert actions(list(feed(tmp_path, AAPL).batches())) == []


def test_minutes_and_days_of_one_symbol_share_its_actions(tmp_path: Path) -> None:
    write(tmp_path, "AAPL_5m.csv", intraday("2024-07-01", "2024-07-03", "5m"))
    write(tmp_path, "AAPL_1d.csv", daily("2024-07-01", "2024-07-03"))
    write_actions(tmp_path, "AAPL,2024-07-02,dividend_raw,0.3")
    batches = list(feed(tmp_path, AAPL, Subscription("AAPL", "5m")).batches())
    assert [iso(b.ts_ns) for b in batches if b.actions] == ["2024-07-02T13:35:00Z"]
    assert isinstance(next(b for b in batches if b.actions).actions[0], DividendPaid)


def test_a_refused_bar_is_told_of_at_its_own_instant(tmp_path: Path) -> None:
    rows = list(ROWS)
    rows[30] = scaled(rows[30], 100.0)
    write(tmp_path, "AAPL_1d.csv", rows)
    replay = feed(tmp_path, AAPL)
    told = [(iso(b.ts_ns)[:10], n.fault) for b in replay.batches() for n in b.notices if isinstance(n, BarRejected)]
    assert told == [(iso(ROWS[30][0])[:10], "unit_error")]
    assert replay.validators[0].accepted == len(ROWS) - 1


def test_a_bar_passes_or_not_whatever_the_range(tmp_path: Path) -> None:
    rows = list(ROWS)
    rows[30] = scaled(rows[30], 2.5)
    write(tmp_path, "AAPL_1d.csv", rows)
    late = feed(tmp_path, AAPL, start=iso(ROWS[30][0])[:10])
    assert next(iter(late.batches())).bars == ()
    assert all(batch.bars for batch in feed(tmp_path, AAPL, end=iso(ROWS[29][0])[:10]).batches())
    assert [b.ts_ns for b in late.batches() if b.bars] == [b.ts_ns for b in feed(tmp_path, AAPL).batches() if b.bars][30:]


def test_reading_does_not_load_the_file(tmp_path: Path) -> None:
    path = write(tmp_path, "AAPL_1d.csv", ROWS)
    replay = feed(tmp_path, AAPL)
    batches = replay.batches()
    next(batches)
    # A row that is added while we read is still read: so nothing was loaded beforehand.
    with path.open("a", encoding="utf-8") as file:
        file.write("2024-04-01T00:00:00Z,100,101,99,100,1\n")
    assert sum(len(batch.bars) for batch in batches) == len(ROWS)


def test_the_three_leveraged_series_of_real_data_march_together(market_data: Path) -> None:
    wanted = [Subscription(symbol, "1d") for symbol in ("TNA", "IWM", "VIX")]
    replay = CsvReplayFeed(DataFolder(market_data), wanted, from_iso("2016-01-04"), from_iso("2018-12-31"))
    batches = list(replay.batches())
    assert [len(b.bars) for b in batches] == [2, 1] * 754
    assert [(a.symbol, iso(a.session_ns)[:10]) for b in batches for a in b.actions if isinstance(a, SplitApplied)] == [
        ("TNA", "2017-05-01")
    ]
    assert not any(b.notices for b in batches)
