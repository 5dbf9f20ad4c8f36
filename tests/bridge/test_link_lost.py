"""Clients of no wire: a link that ends in the moment of an answer, that is lost at once, whose MQTT broker falls silent."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from types import TracebackType
from typing import Self

import aiomqtt
import pytest

from rlbot.bridge.link import DEAF_AFTER_NS, MqttAddress, MqttLink
from rlbot.clock import ReplayClock, SteadyClock, WallClock
from tests.bridge.brokers import broker
from tests.bridge.test_link import PATIENCE_S, Heard, ping, running


class AnswersWhileEnded:
    """A client whose `step` is answered in the very moment in which whoever waits for it is cancelled."""

    step = ""
    cancel: Callable[[], None]

    def __init__(self, *_: object, **__: object) -> None:
        self.messages = self._messages()

    async def _messages(self) -> AsyncIterator[aiomqtt.Message]:
        await asyncio.Event().wait()
        yield aiomqtt.Message("", b"", 0, False, 0, None)

    async def _answer(self, step: str) -> None:
        answered = asyncio.Event()
        if step == self.step:
            asyncio.get_running_loop().call_soon(answered.set)
            asyncio.get_running_loop().call_soon(asyncio.get_running_loop().call_soon, self.cancel)
        else:
            answered.set()
        await asyncio.wait_for(answered.wait(), PATIENCE_S)

    async def __aenter__(self) -> Self:
        await self._answer("connect")
        return self

    async def __aexit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        pass

    async def subscribe(self, *_: object, **__: object) -> None:
        await self._answer("subscribe")

    async def unsubscribe(self, *_: object, **__: object) -> None:
        await self._answer("ask")

    async def publish(self, *_: object, **__: object) -> None:
        await self._answer("publish")


class AnswersNoMore(AnswersWhileEnded):
    """A client whose connection stands, and whose MQTT broker answers twice, then no more. `silent`: it was asked since."""

    def __init__(self) -> None:
        super().__init__()
        self.silent = asyncio.Event()
        self._asked = 0

    async def unsubscribe(self, *_: object, **__: object) -> None:
        self._asked += 1
        if self._asked == 3:
            raise aiomqtt.MqttError("Operation timed out")
        if self._asked > 3:
            self.silent.set()
            await asyncio.Event().wait()


class LostAtOnce(AnswersWhileEnded):
    """A client whose connection ends as soon as it stands; `tries`: how many there were."""

    tries = 0

    async def _messages(self) -> AsyncIterator[aiomqtt.Message]:
        LostAtOnce.tries += 1
        if LostAtOnce.tries > 0:
            raise aiomqtt.MqttError("connection lost")
        yield aiomqtt.Message("", b"", 0, False, 0, None)


async def test_a_link_that_is_lost_connects_again_and_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aiomqtt, "Client", LostAtOnce)
    monkeypatch.setattr("rlbot.bridge.link.RECONNECT_S", 0.0)
    heard = Heard()
    async with running(MqttLink(MqttAddress("127.0.0.1", 1), WallClock(), heard)):
        await heard.until(lambda: heard.mqtt == [True, False] * 3)
    assert LostAtOnce.tries >= 3


async def test_a_link_whose_broker_is_away_does_not_hear(tmp_path: Path) -> None:
    clock, heard = SteadyClock(), Heard()
    async with broker(tmp_path) as files:
        link = MqttLink(files.core, clock, heard)
        hears = [link.hears]
        async with running(link):
            await heard.until(lambda: ("mqtt", True) in heard.said)
            hears.append(link.hears)
        hears.append(link.hears)  # nobody keeps it
    async with running(link):
        await heard.until(lambda: ("mqtt", False) in heard.said)
        hears.append(link.hears)
    assert hears == [False, True, False, False]


async def test_a_broker_that_falls_silent_is_not_heard_long_before_the_connection_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    client = AnswersNoMore()
    monkeypatch.setattr(aiomqtt, "Client", lambda *_, **__: client)
    monkeypatch.setattr("rlbot.bridge.link.ASK_EVERY_S", 0.0)
    clock, heard = ReplayClock(1), Heard()
    link = MqttLink(MqttAddress("127.0.0.1", 1), clock, heard)
    async with running(link):
        await client.silent.wait()
        hears = []
        for now_ns in (1 + DEAF_AFTER_NS, 2 + DEAF_AFTER_NS):
            clock.advance_to(now_ns)
            hears.append(link.hears)
        assert (hears, heard.mqtt) == ([True, False], [True])


@pytest.mark.parametrize("step", ["connect", "subscribe", "publish"])
async def test_a_link_ended_in_the_moment_of_an_answer_ends(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aiomqtt, "Client", AnswersWhileEnded)
    monkeypatch.setattr(AnswersWhileEnded, "step", step)
    clock, heard = WallClock(), Heard()
    link = MqttLink(MqttAddress("127.0.0.1", 1), clock, heard)
    link.send(ping(clock, "p"))
    async with asyncio.timeout(PATIENCE_S), asyncio.TaskGroup() as group:
        task = group.create_task(link.run())
        monkeypatch.setattr(AnswersWhileEnded, "cancel", staticmethod(task.cancel), raising=False)
    assert task.cancelled()
