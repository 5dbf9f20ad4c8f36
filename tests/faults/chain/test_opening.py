"""A daily agent's orders over the night, on the whole chain: held, placed on open ten minutes before it, filled at the open.

The market's clock jumps from one moment that matters to the next; the core is killed around the release.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from rlbot.bridge.fake_gateway.market.hours import RegularHours
from rlbot.clock import WallClock, from_iso, iso
from tests.execution.approved import approved
from tests.faults.chain.chain import LONG, QUICK, Chain, needs_chain, prepared, until
from tests.faults.chain.core import AGENT, SYMBOL
from tests.faults.chain.story import SETTLED_S, Story

SECOND_NS = 1_000_000_000
ENTRY, EXIT = f"{AGENT}-1-e", f"{AGENT}-2-r"
BEFORE_RELEASE_S = 2.0
KILLED_S = (None, 0.0, 0.3, *((-1.0, 0.1, 0.2, 0.5, 1.5) if LONG else ()))  # around the release; never
STANDS_S = 1.5  # what is to leave by itself leaves within two ticks of a core


class JumpingClock:
    """The machine's time, moved to another day."""

    def __init__(self, at: str) -> None:
        self._wall = WallClock()
        self.jump(at)

    def now_ns(self) -> int:
        return self._wall.now_ns() + self._offset_ns

    def advance_to(self, ts_ns: int) -> None:
        """Nothing: it runs by itself."""

    def jump(self, at: str) -> None:
        self._offset_ns = from_iso(at) - self._wall.now_ns()


class Night(Story):
    """Two sessions: in before the first open, out before the second."""

    def __init__(self, made: Chain, clock: JumpingClock) -> None:
        super().__init__(made, market=clock)
        self.clock = clock

    def decide(self, name: str, quantity: int) -> None:
        assert self.core is not None
        exit_ = name.endswith("r")
        order = approved(
            name,
            quantity,
            side="sell" if exit_ else "buy",
            purpose="reduce" if exit_ else "entry",
            stop=0.0 if exit_ else 50.0,
            profit=0.0 if exit_ else 900.0,
            agent_id=AGENT,
            symbol=SYMBOL,
            ts_ns=self.clock.now_ns(),
        )
        self.core.submit(order)

    async def until_open(self, at: str, kill_s: float | None) -> None:
        """To two seconds before the release; the core is killed so long after that, and another stands."""
        self.clock.jump(at)
        if kill_s is not None:
            await asyncio.sleep(BEFORE_RELEASE_S + kill_s)
            await self.start_core()
            assert self.core is not None
            core = self.core
            assert await until(lambda: core.session.watch.takes_orders, SETTLED_S), "no core came up"

    async def filled_at(self, open_at: str, name: str) -> None:
        """The order is in the gateway as an on-open one; then the open comes."""
        gateway = self.chain.gateway
        assert await until(lambda: gateway.ledger.placed.get(name, 0) == 1, SETTLED_S), f"not placed: {self.state_of_things()}"
        assert [order.terms.tif for order in gateway.desk.live(name)] == ["OPG"]
        self.clock.jump(open_at.replace("30:00", "29:58"))
        assert await until(self.settled, SETTLED_S), f"not settled: {self.state_of_things()}"
        fills = [fill for fill in gateway.ledger.executions.values() if fill.order_ref == name]
        assert {iso(fill.second * SECOND_NS) for fill in fills} == {iso(from_iso(open_at))}, "at the open"


@pytest.mark.parametrize("kill_s", KILLED_S)
async def test_held_over_the_night_and_placed_once_for_the_opening(tmp_path: Path, kill_s: float | None) -> None:
    needs_chain()
    clock = JumpingClock("2026-11-23T21:01:00Z")
    async with prepared(tmp_path, 7, QUICK, clock, hours=RegularHours()) as made:
        await made.start_broker()
        await made.start_bridge()
        night = Night(made, clock)
        placed = made.gateway.ledger.placed
        try:
            core = await night.start_core()
            assert await until(lambda: core.session.watch.takes_orders, SETTLED_S), "the chain never came up"
            night.decide(ENTRY, 20)
            await asyncio.sleep(STANDS_S)
            assert placed == {}, "it waits"
            await night.until_open("2026-11-24T14:19:58Z", kill_s)
            await night.filled_at("2026-11-24T14:30:00Z", ENTRY)
            assert night.journal.position() == 20 and placed[ENTRY + ".sl"] == 1

            clock.jump("2026-11-24T21:01:00Z")
            night.decide(EXIT, 20)
            await asyncio.sleep(STANDS_S)
            assert EXIT not in placed and len(made.gateway.desk.live(ENTRY + ".sl")) == 1, "guarded over the night"
            await night.until_open("2026-11-25T14:19:58Z", kill_s)
            await night.filled_at("2026-11-25T14:30:00Z", EXIT)
            assert night.journal.position() == 0
            assert await until(night.over, SETTLED_S), night.state_of_things()
            night.judge()
        finally:
            await night.stack.aclose()
