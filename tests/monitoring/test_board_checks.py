"""What the page's checklist says of prices and stops before a resume."""

from __future__ import annotations

import pytest

from rlbot.clock import ReplayClock
from rlbot.events.market import FeedStateChanged
from rlbot.events.trade import ProtectionRemoved
from rlbot.monitoring.board import Board
from rlbot.monitoring.board_checks import board_checks
from rlbot.monitoring.board_reader import BoardReader
from tests.monitoring.scenario import NOW, START, a_board, a_trade, closed

SECOND_NS = 1_000_000_000


def said(board: Board, later_s: float = 0.0) -> dict[str, tuple[str, str]]:
    """By check: state and words, so long after the last event."""
    reader = BoardReader(board, ReplayClock(NOW + int(later_s * SECOND_NS)))
    return {check.name: (check.state, check.detail) for check in board_checks(reader)}


def test_a_symbol_without_a_price_is_named_and_the_others_say_how_old_they_are() -> None:
    board, bus = a_board()
    bus.publish(closed(0))
    assert said(board, 0.4)["price data"] == ("warn", "AAPL 0.4 s, TNA none yet")
    bus.publish(closed(0, symbol="TNA"))
    board.catch_up()
    assert said(board, 0.6)["price data"] == ("ok", "AAPL 0.6 s, TNA 0.6 s")


@pytest.mark.parametrize(
    ("later_s", "age"), [(9.9, "9.9 s"), (10.2, "10 s"), (119.0, "119 s"), (1020.0, "17 min"), (1e4, "3 h")]
)
def test_ages_are_said_as_the_page_says_them(later_s: float, age: str) -> None:
    board, bus = a_board()
    bus.publish(closed(0))
    board.catch_up()
    assert said(board, later_s)["price data"][1].startswith(f"AAPL {age},")


def test_a_feed_that_gives_no_prices_says_why() -> None:
    board, bus = a_board()
    bus.publish(FeedStateChanged(ts_ns=START, source="ibkr", state="stale", detail="no bar of AAPL for 10 minutes"))
    assert said(board)["price data"] == ("warn", "no bar of AAPL for 10 minutes; AAPL none yet, TNA none yet")


def test_a_position_whose_stop_is_gone_is_named() -> None:
    board, bus = a_board()
    assert said(board)["stops"] == ("ok", "no position open")
    a_trade(bus)
    assert said(board)["stops"] == ("ok", "AAPL 100 protected")
    bus.publish(ProtectionRemoved(ts_ns=START, agent_id="ppo_stock", symbol="AAPL", reason="cancelled"))
    assert said(board)["stops"] == ("warn", "no stop: ppo_stock AAPL")
