"""What becomes of a question about finished bars: which refusals pass by themselves."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from rlbot.bridge.history import HistoryDesk, HistoryProblem
from rlbot.bridge.wire.commands import Command
from rlbot.bridge.wire.events import Ack, History, HistoryBar
from rlbot.clock import ReplayClock
from rlbot.market.feeds.feed import Subscription


@pytest.mark.parametrize(("code", "passes"), [("gateway_down", True), ("frozen", True), ("rate", True), ("unsupported", False)])
@pytest.mark.parametrize("by", ["answer", "refusal"])
async def test_trouble_of_the_link_passes_and_a_question_that_is_wrong_does_not(code: str, passes: bool, by: str) -> None:
    sent: list[Command] = []
    desk = HistoryDesk(sent.append, ReplayClock(1), lambda: "h1", lambda: 1)
    said: dict[str, Any] = {"id": "e1", "ts_ns": 1, "run": "r1", "seq": 1, "code": code, "reason": "no"}
    page: dict[str, Any] = {"request_id": "h1", "symbol": "ABC", "interval": "1d", "page": 1, "bars": (), "complete": False}
    async with asyncio.TaskGroup() as group:
        asking = group.create_task(desk.ask(Subscription("ABC", "1d"), 0, 1))
        await asyncio.sleep(0)  # its question leaves
        if by == "refusal":
            desk.on_refused(sent[0], Ack(**said, jseq=1, command_id="h1", outcome="rejected"))
        else:
            desk.on_history(History(**said, **page))
    assert asking.result() == HistoryProblem("ABC", "no", passes)


@pytest.mark.parametrize(("pages", "whole"), [((1, 2, 3), True), ((1, 1, 2, 3), True), ((1, 3), False), ((2, 3), False)])
async def test_an_answer_with_a_page_missing_is_no_answer_and_asked_again(pages: tuple[int, ...], whole: bool) -> None:
    sent: list[Command] = []
    desk = HistoryDesk(sent.append, ReplayClock(1), lambda: "h1", lambda: 1)
    async with asyncio.TaskGroup() as group:
        asking = group.create_task(desk.ask(Subscription("ABC", "1d"), 0, 1))
        await asyncio.sleep(0)  # its question leaves
        for page in pages:
            bar = HistoryBar(start_ts_ns=page, open=1.0, high=1.0, low=1.0, close=1.0, volume=1.0)
            said: dict[str, Any] = {"id": f"e{page}", "ts_ns": 1, "run": "r1", "seq": page, "request_id": "h1"}
            desk.on_history(History(**said, symbol="ABC", interval="1d", page=page, bars=(bar,), complete=page == 3))
    answer = asking.result()
    if whole:
        assert not isinstance(answer, HistoryProblem) and [row[0] for row in answer] == [1, 2, 3]
    else:
        assert isinstance(answer, HistoryProblem) and answer.passes
