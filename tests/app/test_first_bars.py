"""What a first start of paper does when the gateway has no history to give."""

from __future__ import annotations

import pytest

from rlbot.app.paper_ground import first_bars
from rlbot.bridge.history import HistoryProblem
from rlbot.market.csv_file import Row

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
