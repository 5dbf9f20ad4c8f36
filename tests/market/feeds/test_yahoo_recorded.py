"""The recorded answers of Yahoo, served by the stand-in."""

from __future__ import annotations

from pathlib import Path

import pytest

from rlbot.clock import from_iso, iso
from rlbot.events.base import Interval
from rlbot.market.feeds.yahoo_answer import YahooAction, YahooAnswer, YahooProblem, is_settled
from rlbot.market.feeds.yahoo_store import Stored, fetch_into
from tests.market.feeds.yahoo_stand_in import Door, recorded
from tests.market.feeds.yahoo_wall import client_of


def ask(folder: Path, name: str, interval: Interval, start: str, end: str) -> YahooAnswer | YahooProblem:
    door = Door(lambda asked: recorded(folder, name))
    return client_of(door).fetch("AAPL", interval, from_iso(start), from_iso(end))


def test_a_session_under_way_ends_with_a_bar_that_is_not_finished(yahoo_answers: Path) -> None:
    answer = ask(yahoo_answers, "chart_AAPL_1m_1d_insession_20210111.json", "1m", "2021-01-11", "2021-01-12")
    assert isinstance(answer, YahooAnswer)
    now_ns = from_iso("2021-01-11T18:30:13Z")
    finished = [row for row in answer.rows if is_settled("AAPL", "1m", row.start_ns, now_ns)]
    assert (len(answer.rows), len(finished)) == (241, 240)
    assert iso(finished[-1].start_ns) == "2021-01-11T18:29:00Z"


def test_a_session_under_way_is_stored_without_its_last_bar(yahoo_answers: Path, tmp_path: Path) -> None:
    door = Door(lambda asked: recorded(yahoo_answers, "chart_AAPL_1m_1d_insession_20210111.json"))
    stored = fetch_into(tmp_path, client_of(door), "AAPL", "1m", from_iso("2021-01-11T18:30:13Z"), 1)
    assert isinstance(stored, Stored)
    assert (stored.rows, iso(stored.to_ns)) == (240, "2021-01-11T18:29:00Z")


def test_a_whole_session_of_minutes_in_the_older_form(yahoo_answers: Path) -> None:
    answer = ask(yahoo_answers, "chart_SPY_1m_fullday_20180529.json", "1m", "2018-05-29", "2018-05-30")
    assert isinstance(answer, YahooAnswer)
    assert (len(answer.rows), answer.dropped) == (390, 0)
    assert iso(answer.rows[0].start_ns) == "2018-05-29T13:30:00Z"
    assert answer.rows[-1].close == pytest.approx(269.10)


def test_days_with_a_split_and_a_dividend(yahoo_answers: Path) -> None:
    answer = ask(yahoo_answers, "exchange_AAPL_1d_split_dividend_2020.json", "1d", "2020-08-31", "2020-11-07")
    assert isinstance(answer, YahooAnswer)
    assert [iso(row.start_ns)[:10] for row in answer.rows][::48] == ["2020-08-31", "2020-11-06"]
    assert answer.actions == (
        YahooAction(from_iso("2020-08-31"), "split", 4.0),
        YahooAction(from_iso("2020-11-06"), "dividend", 0.205),
    )


@pytest.mark.parametrize(
    ("name", "interval", "kind"),
    [
        ("exchange_AAPL_1m_empty_weekend_2025.json", "1m", "empty"),
        ("chart_delisted_200_no_timestamp.json", "1d", "not_found"),
        ("error_not_found.json", "1d", "not_found"),
    ],
)
def test_answers_without_bars(yahoo_answers: Path, name: str, interval: Interval, kind: str) -> None:
    found = ask(yahoo_answers, name, interval, "2025-02-01", "2025-02-02")
    assert isinstance(found, YahooProblem)
    assert found.kind == kind


def test_recorded_days_agree_with_the_independent_series(yahoo_answers: Path, market_data: Path) -> None:
    from rlbot.market.csv_file import rows

    answer = ask(yahoo_answers, "exchange_AAPL_1d_split_dividend_2020.json", "1d", "2020-08-31", "2020-11-07")
    assert isinstance(answer, YahooAnswer)
    closes = {row[0]: row[4] for row in rows(market_data / "AAPL_1d.csv")}
    assert all(closes[row.start_ns] == pytest.approx(row.close, rel=1e-4) for row in answer.rows)
