"""The gateway is away for 65 s, everything as it is shipped: found again on time, with every open order.

It takes 80 s, so `make faults` runs it (RLBOT_LONG_FAULTS=1). With a clock moved by hand the same is shown in seconds by
`LinkTests.Attempts_start_ten_seconds_apart_until_one_succeeds` of the bridge's own suite.
"""

from __future__ import annotations

import asyncio
import itertools
import time
from pathlib import Path

import pytest

from rlbot.events.ops import AlertRaised
from tests.execution.approved import approved
from tests.faults.chain.chain import LONG, needs_chain, prepared, until
from tests.faults.chain.core import AGENT, SYMBOL
from tests.faults.chain.door import door
from tests.faults.chain.story import SETTLED_S, Story

AWAY_S = 65.0
APART_S = 10.0  # `Tws__ReconnectSeconds` as shipped
ROUND_TRIP_S = 1.0  # handshake and a whole reconciliation, on a machine that does other things too


@pytest.mark.skipif(not LONG, reason="80 s of waiting: make faults runs it")
async def test_a_gateway_away_for_65_seconds_loses_nothing(tmp_path: Path) -> None:
    needs_chain()
    async with prepared(tmp_path, 7, {}) as made, door(made.gateway_port) as entrance:
        made.gateway_port = entrance.port
        await made.start_broker()
        await made.start_bridge()
        story = Story(made)
        try:
            core = await story.start_core()
            assert await until(lambda: core.session.watch.takes_orders, SETTLED_S)
            core.submit(approved("agent-1-e", 20, stop=50.0, profit=900.0, agent_id=AGENT, symbol=SYMBOL))
            assert await until(story.settled, SETTLED_S)
            live = {order.terms.order_ref for order in made.gateway.book.live()}
            assert live == {"agent-1-e.sl", "agent-1-e.tp"}

            before = len(story.journal.of(AlertRaised))
            entrance.close()
            await asyncio.sleep(AWAY_S)
            assert not core.session.watch.takes_orders
            entrance.open()
            back_s = time.monotonic()
            assert await until(lambda: core.session.watch.takes_orders, 2 * APART_S)
            waited_s = time.monotonic() - back_s

            apart = [later - earlier for earlier, later in itertools.pairwise(entrance.attempts_s)]
            assert len(apart) >= 5
            assert all(APART_S - 1.0 <= gap <= APART_S + 1.0 for gap in apart), apart
            assert waited_s <= APART_S + ROUND_TRIP_S, waited_s
            assert {order.terms.order_ref for order in made.gateway.book.live()} == live
            said = [event.code for event in story.journal.of(AlertRaised)[before:] if isinstance(event, AlertRaised)]
            assert [code for code in said if code.startswith("gateway")] == ["gateway_lost", "gateway_back"]
            assert said[-1] in {"gateway_back", "orders_back"}
            assert "order_lost" not in said

            core.submit(approved("agent-2-r", 20, side="sell", purpose="reduce", agent_id=AGENT, symbol=SYMBOL))
            assert await until(lambda: story.over() and not made.gateway.book.live(), SETTLED_S), story.state_of_things()
            story.judge()
            assert story.journal.position() == 0
        finally:
            await story.stack.aclose()
