"""The market's mood: a day's value serves the next session and no other, and a broken file is one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from rlbot.clock import from_iso, iso
from rlbot.market.data_error import DataError
from rlbot.market.data_folder import DataFolder
from rlbot.market.dataset_info import scores_info
from rlbot.market.feeds.csv_replay import CsvReplayFeed
from rlbot.market.feeds.feed import Subscription
from rlbot.market.history import decisions_due
from rlbot.market.plan import AgentPlan
from rlbot.market.sentiment_file import FILE_NAME, ScoreCursor, read_scores
from tests.market.rows import daily, intraday, write


def mood(folder: Path, *lines: str, header: str = "timestamp,value,rating") -> Path:
    path = folder / FILE_NAME
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return path


def told(path: Path) -> list[tuple[str, float | None]]:
    return [(iso(one.available_ns)[:10], one.value) for one in read_scores(path)]


def test_a_value_is_known_the_day_after_and_forgotten_the_session_after_that(tmp_path: Path) -> None:
    """Tuesday's 75 serves Wednesday; Thursday has no value, so Friday knows nothing; Friday's serves Monday."""
    path = mood(tmp_path, "2024-01-02T00:00:00Z,75,greed", "2024-01-03,50,neutral", "2024-01-05,0,extreme fear")
    assert told(path) == [
        ("2024-01-03", 0.5),
        ("2024-01-04", 0.0),
        ("2024-01-05", None),
        ("2024-01-06", -1.0),
        ("2024-01-09", None),
    ]


def test_a_value_of_a_weekend_serves_monday_in_fridays_stead(tmp_path: Path) -> None:
    assert told(mood(tmp_path, "2024-01-05,60", "2024-01-06,20")) == [
        ("2024-01-06", pytest.approx(0.2)),
        ("2024-01-07", pytest.approx(-0.6)),
        ("2024-01-09", None),
    ]


def test_a_row_without_a_value_is_a_day_without_one(tmp_path: Path) -> None:
    path = mood(tmp_path, "2024-01-02,75", "2024-01-03,", "", "2024-01-04,nan")
    assert told(path) == [("2024-01-03", 0.5), ("2024-01-04", None)]


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        (("2024-01-02,high",), "line 2: '2024-01-02,high'; expected a date and a number"),
        (("2024-01-02",), "line 2: '2024-01-02'; expected"),
        (("2024-01-02,50", "2024-01-02,51"), "line 3: 2024-01-02 does not come after"),
        (("2024-01-02,50", "2024-01-03,101"), "line 3: the value is '101', expected a number from 0"),
        (("soon,50",), "line 2: 'soon,50'; expected a date"),
    ],
)
def test_a_broken_mood_is_one_sentence(tmp_path: Path, lines: tuple[str, ...], complaint: str) -> None:
    with pytest.raises(DataError, match=complaint) as caught:
        read_scores(mood(tmp_path, *lines))
    assert FILE_NAME in str(caught.value)


def test_another_header_and_a_missing_file_are_one_sentence_too(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="the header is 'date,score', expected 'timestamp,value'"):
        read_scores(mood(tmp_path, "2024-01-02,50", header="date,score"))
    (tmp_path / FILE_NAME).unlink()
    with pytest.raises(DataError, match=r'has no FEAR_GREED_1d.csv .* or take "sentiment" out of features.names'):
        DataFolder(tmp_path).scores()


def test_the_cursor_gives_the_newest_only(tmp_path: Path) -> None:
    cursor = ScoreCursor(read_scores(mood(tmp_path, *(f"2024-01-{day:02},{day}" for day in (2, 3, 4, 5, 8)))))
    assert cursor.take(from_iso("2024-01-02T21:00:00Z")) == ()
    (one,) = cursor.take(from_iso("2024-01-05T21:00:00Z"))
    assert (iso(one.available_ns)[:10], one.value) == ("2024-01-05", 4 / 50 - 1)
    assert cursor.take(from_iso("2024-01-05T21:00:00Z")) == ()


def test_a_day_decides_on_the_day_befores_mood_at_any_interval_and_from_any_start(tmp_path: Path) -> None:
    write(tmp_path, "AAPL_1d.csv", daily("2023-06-01", "2024-01-31"))
    write(tmp_path, "AAPL_5m.csv", intraday("2024-01-02", "2024-01-31", "5m"))
    rows = [f"{iso(row[0])[:10]},{k % 101}" for k, row in enumerate(daily("2023-06-01", "2024-01-31")) if k % 7 != 3]
    mood(tmp_path, *rows)
    values = {row.split(",")[0]: float(row.split(",")[1]) / 50.0 - 1.0 for row in rows}
    sessions = [iso(row[0])[:10] for row in daily("2023-06-01", "2024-01-31")]
    before = dict(zip(sessions[1:], sessions, strict=False))
    for interval in ("1d", "5m"):
        plan = AgentPlan("a", "AAPL", interval, None, ("price", "sentiment"))
        feed = CsvReplayFeed(DataFolder(tmp_path), [plan.own()], from_iso("2024-01-16"), scores=True)
        batches = list(feed.batches())
        for due in decisions_due(plan, [*feed.history(batches[0].ts_ns, 20), *batches]):
            day = iso(due.bar.start_ns)[:10]
            known = values.get(before[day])
            assert due.features[1:] == ((known, 1.0) if known is not None else (0.0, 0.0)), (interval, day)
            assert due.available_ns == due.bar.known_ns
        assert sum(len(batch.scores) for batch in batches) <= 14, "one a session"


def test_without_being_asked_for_no_mood_is_read(tmp_path: Path) -> None:
    write(tmp_path, "AAPL_1d.csv", daily("2024-01-02", "2024-01-31"))
    mood(tmp_path, "nonsense")
    assert not any(b.scores for b in CsvReplayFeed(DataFolder(tmp_path), [Subscription("AAPL", "1d")]).batches())


def test_data_check_tells_of_the_sessions_without_a_value(tmp_path: Path) -> None:
    assert scores_info(DataFolder(tmp_path)) is None
    mood(tmp_path, "2024-01-02,75", "2024-01-04,50")
    info = scores_info(DataFolder(tmp_path))
    assert info is not None and (info.rows, info.missing) == (2, 1)
    assert info.gaps == ("no value for the session of 2024-01-03: unknown in the one after it",)
    mood(tmp_path, "2024-01-02,175")
    broken = scores_info(DataFolder(tmp_path))
    assert broken is not None and "from 0 (fear) to 100 (greed)" in broken.error


def test_the_recorded_mood_leaves_its_hole_unknown(market_data: Path) -> None:
    """22 sessions are missing from 2020-06-08 on: the file's README."""
    known = {iso(one.available_ns)[:10]: one.value for one in read_scores(market_data / FILE_NAME)}
    assert known["2020-06-09"] is None
    assert known["2024-12-31"] is not None and max(known) == "2025-01-03" and known["2025-01-03"] is None
