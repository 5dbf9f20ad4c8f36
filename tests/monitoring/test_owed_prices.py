"""When a price should come every few seconds, and what is said where none does."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from rlbot.bus import Bus
from rlbot.clock import ReplayClock, from_iso
from rlbot.events.market import MarkUpdated, Source
from rlbot.events.ops import Heartbeat
from rlbot.monitoring.board import Board
from rlbot.monitoring.board_checks import board_checks
from rlbot.monitoring.board_reader import BoardReader
from rlbot.monitoring.web.contract.base import Mode
from tests.monitoring.scenario import AGENTS, NOW, START, bar, closed

SECOND_NS = 1_000_000_000
BELL, CLOSES = from_iso("2026-11-27T14:30:00Z"), from_iso("2026-11-27T18:00:00Z")  # the day after Thanksgiving ends early


def at(market_ns: int, mode: Mode = "paper", source: Source = "ibkr", later_s: int = 0) -> BoardReader:
    """A board with a price of each symbol, so many seconds old, and the market's clock."""
    bus, clock = Bus(), ReplayClock(NOW)
    board = Board(AGENTS, mode, clock)
    board.subscribe(bus)
    for symbol in ("AAPL", "TNA"):
        bus.publish(replace(closed(0), bar=replace(bar(0, symbol=symbol), source=source)))
    board.catch_up()
    clock.advance_to(NOW + later_s * SECOND_NS)
    bus.publish(Heartbeat(ts_ns=market_ns, seq=1))
    return BoardReader(board, clock)


@pytest.mark.parametrize(
    ("market_ns", "owed"),
    [
        (BELL - SECOND_NS, False),
        (BELL + 59 * SECOND_NS, False),
        (BELL + 60 * SECOND_NS, True),
        (CLOSES - 1, True),
        (CLOSES, False),
        (from_iso("2026-11-26T16:00:00Z"), False),
    ],
)
def test_a_brokers_feed_owes_prices_from_a_minute_after_the_bell_until_the_close(market_ns: int, owed: bool) -> None:
    assert at(market_ns).status().feed.owes_prices is owed


@pytest.mark.parametrize(("mode", "source"), [("simulate", "ibkr"), ("paper", "yahoo")])
def test_a_replay_and_a_feed_of_finished_bars_owe_none(mode: Mode, source: Source) -> None:
    assert not at(BELL + 3_600 * SECOND_NS, mode, source).status().feed.owes_prices


@pytest.mark.parametrize(("later_s", "state"), [(29, "ok"), (30, "warn")])
def test_before_a_resume_a_price_that_is_late_is_looked_at(later_s: int, state: str) -> None:
    (prices, _) = board_checks(at(BELL + 3_600 * SECOND_NS, later_s=later_s))
    assert (prices.state, prices.detail) == (state, f"AAPL {later_s} s, TNA {later_s} s")
    (resting, _) = board_checks(at(CLOSES, later_s=later_s))
    assert resting.state == "ok", "nothing is owed once the exchange has closed"


def test_the_close_is_told_to_the_page_though_nothing_else_happens() -> None:
    reader = at(CLOSES - SECOND_NS)
    reader.status()
    changes = reader.board.state.changes
    changes.status = False
    reader.board.hear(Heartbeat(ts_ns=CLOSES - 1, seq=2))
    reader.board.catch_up()
    assert not changes.status
    reader.board.hear(Heartbeat(ts_ns=CLOSES, seq=3))
    reader.board.catch_up()
    assert changes.status


def test_an_agent_says_when_its_price_came() -> None:
    clock = ReplayClock(NOW)
    board = Board(AGENTS, "paper", clock)

    def last() -> tuple[float | None, int]:
        agent = BoardReader(board, clock).agent("ppo_stock")
        assert agent is not None
        return agent.last, agent.last_ns

    assert last() == (None, 0)
    board.hear(closed(0))
    assert last() == (100.0, NOW)
    clock.advance_to(NOW + SECOND_NS)
    board.hear(MarkUpdated(ts_ns=START, symbol="AAPL", price=101.0))
    assert last() == (101.0, NOW + SECOND_NS)
