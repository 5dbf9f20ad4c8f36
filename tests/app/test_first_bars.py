"""What a start of paper asks the gateway for: all of it the first time and after a split, else what is newer."""

from __future__ import annotations

from pathlib import Path

import pytest

from rlbot.app.paper_ground import OVERLAP_NS, first_bars, newer_bars
from rlbot.bridge.history import HistoryProblem
from rlbot.bridge.history_store import keep
from rlbot.market.csv_file import Row
from rlbot.market.feeds.feed import Subscription
from tests.market.rows import daily, scaled

DAYS = Subscription("AAPL", "1d")
ROWS = daily("2024-01-02", "2024-03-28", 180.0)
BARS: list[Row] = [(1, 1.0, 1.0, 1.0, 1.0, 10.0)]


class Gateway:
    """Gives its answers one after the other; counts how often it was waited for."""

    def __init__(self, *answers: list[Row] | HistoryProblem) -> None:
        self.answers = list(answers)
        self.waits = 0
        self.said: list[str] = []

    async def ask(self) -> list[Row] | HistoryProblem:
        return self.answers.pop(0)

    async def pause(self) -> None:
        self.waits += 1


async def test_a_gateway_that_goes_away_meanwhile_is_asked_again_and_each_time_said() -> None:
    away = HistoryProblem("TNA", "the gateway went away", passes=True)
    gateway = Gateway(away, away, BARS)
    assert await first_bars(gateway.ask, gateway.said.append, gateway.pause) == BARS
    assert gateway.waits == 2
    assert gateway.said == ["no history of TNA yet: the gateway went away; asked again in 10 s"] * 2


@pytest.mark.parametrize("answer", [BARS, HistoryProblem("ZZZZ", "200: no security definition")])
async def test_what_waiting_does_not_change_is_taken_at_once(answer: list[Row] | HistoryProblem) -> None:
    gateway = Gateway(answer)
    assert await first_bars(gateway.ask, gateway.said.append, gateway.pause) == answer
    assert gateway.waits == 0 and gateway.said == []


async def newer(folder: Path, answer: list[Row] | HistoryProblem) -> tuple[list[Row] | None, list[int], list[str]]:
    """What `newer_bars` gives for this answer, what it asked for, what it said."""
    asked: list[int] = []
    said: list[str] = []

    async def since(start_ns: int) -> list[Row] | HistoryProblem:
        asked.append(start_ns)
        return answer

    return await newer_bars(folder, DAYS, since, said.append), asked, said


async def test_with_nothing_stored_all_is_asked_for(tmp_path: Path) -> None:
    assert await newer(tmp_path, BARS) == (None, [], [])


async def test_what_is_newer_is_asked_for_with_some_days_that_are_known(tmp_path: Path) -> None:
    keep(tmp_path, DAYS, ROWS[:30])
    assert await newer(tmp_path, ROWS[26:40]) == (ROWS[26:40], [ROWS[29][0] - OVERLAP_NS], [])


async def test_after_a_split_all_is_asked_for_again(tmp_path: Path) -> None:
    keep(tmp_path, DAYS, ROWS[:30])
    found, _, said = await newer(tmp_path, [scaled(row, 0.25) for row in ROWS[26:40]])
    assert found is None and said == []


async def test_what_is_stored_serves_while_the_gateway_gives_nothing_newer(tmp_path: Path) -> None:
    keep(tmp_path, DAYS, ROWS[:30])
    found, _, said = await newer(tmp_path, HistoryProblem("AAPL", "pacing", passes=True))
    assert found == [] and said == ["no newer history of AAPL 1d: pacing"]
