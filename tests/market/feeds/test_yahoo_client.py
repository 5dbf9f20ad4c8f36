"""Every way Yahoo may answer becomes rows or one sentence, and two clients never meet."""

from __future__ import annotations

import logging
from pathlib import Path
from threading import Event

import pytest

from rlbot.clock import from_iso, iso
from rlbot.events.base import Interval
from rlbot.market.calendar import DAY_NS
from rlbot.market.feeds.yahoo_answer import YahooAction, YahooAnswer, YahooProblem
from rlbot.market.feeds.yahoo_client import YahooClient, refused_symbol, yahoo_name
from tests.market.feeds import yahoo_stand_in as yahoo
from tests.market.feeds.yahoo_market import YahooMarket
from tests.market.feeds.yahoo_stand_in import Door, Reply
from tests.market.feeds.yahoo_wall import client_of, no_pause
from tests.market.rows import daily, intraday

NOW = from_iso("2024-03-28T20:30:00Z")
FIRST, LAST = from_iso("2024-02-26"), from_iso("2024-03-29")


def market() -> YahooMarket:
    made = YahooMarket(lambda: NOW)
    return made.add("AAPL", "1d", daily("2024-01-02", "2024-03-28")).add("^VIX", "1d", daily("2024-01-02", "2024-03-28", 15.0))


def ask(door: Door, symbol: str = "AAPL", timeout_s: float = 5.0) -> YahooAnswer | YahooProblem:
    return YahooClient(door.url, timeout_s=timeout_s).fetch(symbol, "1d", FIRST, LAST)


def problem(reply: Reply, timeout_s: float = 5.0) -> YahooProblem:
    found = ask(Door(lambda asked: reply), timeout_s=timeout_s)
    assert isinstance(found, YahooProblem)
    assert found.text[0].isupper()
    assert "\n" not in found.text
    assert not found.text.endswith(".")
    assert "Traceback" not in found.text
    return found


def test_days_are_stamped_with_their_session_whatever_the_season() -> None:
    answer = ask(Door(market()))
    assert isinstance(answer, YahooAnswer)
    assert [iso(row.start_ns) for row in answer.rows[:2]] == ["2024-02-26T00:00:00Z", "2024-02-27T00:00:00Z"]
    assert iso(answer.rows[-1].start_ns) == "2024-03-28T00:00:00Z"  # summer time since 2024-03-10
    expected = {row[0]: row for row in daily("2024-01-02", "2024-03-28")}
    for row in answer.rows:
        assert (row.open, row.high, row.low, row.close) == pytest.approx(expected[row.start_ns][1:5], rel=1e-6)


def test_indices_are_asked_for_by_yahoos_name() -> None:
    door = Door(market())
    assert isinstance(ask(door, "VIX"), YahooAnswer)
    assert door.asked[0].symbol == "^VIX"
    assert [yahoo_name(s) for s in ("SPX", "BRK.B", "AAPL", "^VIX")] == ["^GSPC", "BRK-B", "AAPL", "^VIX"]


@pytest.mark.parametrize(
    ("reply", "kind", "words"),
    [
        (yahoo.TOO_MANY, "rate_limited", "429"),
        (yahoo.NOT_FOUND, "not_found", "does not know AAPL, or it was delisted"),
        (yahoo.WEB_PAGE, "bad_answer", "cannot be used"),
        (yahoo.OUT_OF_ORDER, "unreachable", "out of order (status 502)"),
        (yahoo.DOWN, "unreachable", "out of order"),
        (Reply(b'{"chart":{"result":[{"me'), "bad_answer", "cannot be used"),
        (Reply(b'{"chart":{"resu', announced=500), "unreachable", "cannot be reached"),
        (Reply(b"{}"), "bad_answer", "cannot be used"),
        (Reply(b"[]"), "bad_answer", "cannot be used"),
        (Reply(b"null"), "bad_answer", "cannot be used"),
        (Reply(b'{"chart":{"result":[],"error":null}}'), "bad_answer", "cannot be used"),
        (Reply(b'{"chart":{"result":[{"meta":{"symbol":"AAPL"}}],"error":null}}'), "bad_answer", "cannot be used"),
        (yahoo.refusal("Bad Request", "Invalid input", 400), "bad_answer", "Invalid input"),
        (yahoo.refusal("Unprocessable Entity", "The range must be within the last 60 days.", 422), "too_old", "60 days"),
    ],
)  # fmt: skip
def test_a_bad_answer_becomes_one_sentence(reply: Reply, kind: str, words: str) -> None:
    found = problem(reply)
    assert (found.kind, words in found.text) == (kind, True), found


def test_a_slow_answer_is_given_up() -> None:
    never = Event()
    try:
        assert problem(Reply(until=never), timeout_s=0.1).kind == "unreachable"
    finally:
        never.set()


def test_nobody_listening_says_so_and_how_to_go_on() -> None:
    found = YahooClient("http://127.0.0.1:9", timeout_s=1.0).fetch("AAPL", "1d", FIRST, LAST)
    assert isinstance(found, YahooProblem)
    assert found.kind == "unreachable"
    assert "--feed csv or --feed synthetic" in found.text


def test_another_currency_is_refused_by_suffix_and_by_what_yahoo_says() -> None:
    door = Door(YahooMarket(lambda: NOW, "GBp").add("AAPL", "1d", daily("2024-01-02", "2024-03-28")))
    found = ask(door)
    assert isinstance(found, YahooProblem)
    assert (found.kind, "GBp" in found.text) == ("currency", True)
    refused = refused_symbol("AET.L")
    assert refused is not None
    assert "GBP" in refused.text


@pytest.mark.parametrize("symbol", ["../../etc/passwd", "aapl", "", "A B", "AAPL?x=1", "A" * 40])
def test_what_is_no_symbol_is_not_even_asked_for(symbol: str) -> None:
    door = Door(market())
    found = ask(door, symbol)
    assert isinstance(found, YahooProblem)
    assert (found.kind, door.asked) == ("not_found", [])


def test_points_without_prices_are_dropped_and_counted_their_actions_are_not() -> None:
    source = market().dividend("AAPL", "2024-03-01", 0.24).split("AAPL", "2024-03-05", 2.0)
    source.nulls = {("AAPL", from_iso("2024-03-01")), ("AAPL", from_iso("2024-03-12"))}
    answer = ask(Door(source))
    assert isinstance(answer, YahooAnswer)
    assert answer.dropped == 2
    assert from_iso("2024-03-01") not in {row.start_ns for row in answer.rows}
    assert answer.actions == (
        YahooAction(from_iso("2024-03-01"), "dividend", 0.12),
        YahooAction(from_iso("2024-03-05"), "split", 2.0),
    )


def test_a_weekend_is_empty_not_wrong() -> None:
    found = client_of(Door(market())).fetch("AAPL", "1d", from_iso("2024-03-02"), from_iso("2024-03-04"))
    assert isinstance(found, YahooProblem)
    assert (found.kind, "weekend" in found.text) == ("empty", True)


@pytest.mark.parametrize("interval", ["1m", "5m", "15m"])
def test_minutes_keep_their_start_and_the_running_one_is_among_them(interval: Interval) -> None:
    now = from_iso("2024-03-12T15:00:40Z")
    rows = intraday("2024-03-11", "2024-03-12", interval)
    door = Door(YahooMarket(lambda: now).add("AAPL", interval, rows))
    answer = client_of(door).fetch("AAPL", interval, from_iso("2024-03-11"), now + 60_000_000_000)
    assert isinstance(answer, YahooAnswer)
    whole = [row for row in rows if row[0] <= now]
    assert [row.start_ns for row in answer.rows[:-1]] == [row[0] for row in whole[:-1]]
    assert answer.rows[-1].start_ns in (whole[-1][0], now)


def test_four_weeks_of_minutes_are_asked_for_in_weeks_with_a_pause_between() -> None:
    now = from_iso("2024-03-28T20:30:00Z")
    rows = intraday("2024-02-20", "2024-03-28", "1m")
    door, pauses = Door(YahooMarket(lambda: now).add("AAPL", "1m", rows)), list[float]()
    answer = YahooClient(door.url, pause=pauses.append).fetch("AAPL", "1m", now - 28 * DAY_NS, now)
    assert isinstance(answer, YahooAnswer)
    assert [row.start_ns for row in answer.rows] == [row[0] for row in rows if row[0] >= now - 28 * DAY_NS]
    assert (len(door.asked), pauses) == (4, [0.5] * 3)


def test_a_week_beyond_yahoos_reach_does_not_lose_the_others() -> None:
    now = from_iso("2024-03-28T20:30:00Z")
    door = Door(YahooMarket(lambda: now).add("AAPL", "1m", intraday("2024-03-20", "2024-03-28", "1m")))
    answer = client_of(door).fetch("AAPL", "1m", now - 40 * DAY_NS, now)
    assert isinstance(answer, YahooAnswer)
    only_old = client_of(door).fetch("AAPL", "1m", now - 60 * DAY_NS, now - 50 * DAY_NS)
    assert isinstance(only_old, YahooProblem)
    assert (only_old.kind, "1m bars of AAPL" in only_old.text) == ("too_old", True)


def test_a_429_in_the_middle_of_a_long_question_is_not_taken_for_an_answer() -> None:
    now = from_iso("2024-03-28T20:30:00Z")
    source = YahooMarket(lambda: now).add("AAPL", "1m", intraday("2024-03-11", "2024-03-28", "1m"))
    door = Door(lambda asked: source(asked) if len(door.asked) < 2 else yahoo.TOO_MANY)
    found = client_of(door).fetch("AAPL", "1m", now - 20 * DAY_NS, now)
    assert isinstance(found, YahooProblem)
    assert found.kind == "rate_limited"


def test_two_clients_do_not_hear_each_others_answers() -> None:
    one, other = Door(market()), Door(YahooMarket(lambda: NOW).add("AAPL", "1d", daily("2024-01-02", "2024-03-28", 500.0)))
    clients = [YahooClient(door.url) for door in (one, other)]
    for _ in range(2):
        closes = [c.fetch("AAPL", "1d", FIRST, LAST).rows[0].close for c in clients]  # type: ignore[union-attr]  # both are answers
        assert closes[1] == pytest.approx(5 * closes[0], rel=0.1)
    assert (len(one.asked), len(other.asked)) == (2, 2)


def test_the_same_question_twice_gets_the_newer_answer() -> None:
    source = market()
    door = Door(source)
    client = client_of(door)
    before = client.fetch("AAPL", "1d", FIRST, LAST)
    source.add("AAPL", "1d", daily("2024-01-02", "2024-03-28", 120.0))
    assert client.fetch("AAPL", "1d", FIRST, LAST) != before
    source.fault = yahoo.NOT_FOUND
    assert isinstance(client.fetch("AAPL", "1d", FIRST, LAST), YahooProblem)
    source.fault = None
    assert isinstance(client.fetch("AAPL", "1d", FIRST, LAST), YahooAnswer)


def test_a_poll_costs_one_request_once_the_cookie_is_there() -> None:
    door = Door(market())
    client = client_of(door)
    client.fetch("AAPL", "1d", FIRST, LAST)
    door.asked.clear()
    door.side.clear()
    client.fetch("AAPL", "1d", FIRST, LAST)
    assert (len(door.asked), door.side) == (1, [])


@pytest.mark.parametrize("crumb", [yahoo.TOO_MANY, yahoo.WEB_PAGE, Reply(b"", 500)])
def test_a_refused_crumb_does_not_keep_the_chart_away(crumb: Reply) -> None:
    door = Door(market())
    door.crumb = crumb
    assert isinstance(ask(door), YahooAnswer)


def test_a_crumb_that_never_comes_delays_the_first_answer_alone() -> None:
    never, door = Event(), Door(market())
    door.crumb = Reply(until=never)
    client = YahooClient(door.url, timeout_s=1.0)
    try:
        assert isinstance(client.fetch("AAPL", "1d", FIRST, LAST), YahooAnswer)
        door.side.clear()
        assert isinstance(client.fetch("AAPL", "1d", FIRST, LAST), YahooAnswer)
        assert door.side == []
    finally:
        never.set()


def test_nothing_is_printed_logged_or_written_elsewhere(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "cache"))
    with caplog.at_level(logging.DEBUG):
        for reply in (None, yahoo.NOT_FOUND, yahoo.WEB_PAGE, yahoo.TOO_MANY):
            source = market()
            source.fault = reply
            YahooClient(Door(source).url, tmp_path / "cache", 5.0, no_pause).fetch("AAPL", "1d", FIRST, LAST)
    assert capfd.readouterr() == ("", "")
    assert [r for r in caplog.records if r.name.startswith(("yfinance", "peewee", "bs4"))] == []
    assert list(home.rglob("*")) == []
