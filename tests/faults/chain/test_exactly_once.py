"""Whatever fails, alone or five at a time: placed at most once, booked exactly once, positions equal or trading halted.

`RLBOT_FAULT_RUNS` seeded mixes (50; `make faults` runs 500). A run that fails is run again by its seed alone.
"""

from __future__ import annotations

import asyncio
import os
from contextlib import AsyncExitStack
from pathlib import Path
from random import Random

import pytest

from rlbot.bridge.fake_gateway.faults import script
from rlbot.events.ops import AlertRaised
from rlbot.events.trade import CommissionCharged, OrderFilled
from tests.execution.approved import approved
from tests.faults.chain.chain import Chain, chain, needs_chain, until
from tests.faults.chain.core import AGENT, SYMBOL, Core, Journal

RUNS = int(os.environ.get("RLBOT_FAULT_RUNS", "50"))
ACTS = 12
WITHIN_S = 6.0
LONGEST_S = 3.0
SETTLED_S = 40.0
OURS = ("kill the bridge", "kill the broker", "kill the core")


class Run:
    """One seeded story."""

    def __init__(self, seed: int, made: Chain) -> None:
        self.random = Random(seed)
        self.chain = made
        self.journal = Journal()
        self.stack = AsyncExitStack()
        self.core: Core | None = None
        self._numbers = 0

    async def start_core(self) -> Core:
        await self.stack.aclose()
        self.stack = AsyncExitStack()
        self.core = Core(self.journal, self.chain.folder, self.chain.files.core)
        return await self.stack.enter_async_context(self.core.running())

    def act(self, core: Core) -> None:
        """Enter, leave or cancel."""
        self._numbers += 1
        held, size = self.journal.position(), self.random.randint(1, 40)
        name = f"{AGENT}-{self._numbers}"
        if held > 0 and self.random.random() < 0.5:
            leaves = min(size, held)
            core.submit(approved(name + "-r", leaves, side="sell", purpose="reduce", agent_id=AGENT, symbol=SYMBOL))
        elif self.random.random() < 0.15 and self.journal.open_orders():
            core.broker.cancel(self.random.choice(self.journal.open_orders()).client_order_id, "requested")
        else:
            core.submit(approved(name + "-e", size, stop=50.0, profit=900.0, agent_id=AGENT, symbol=SYMBOL))

    async def ours(self, what: str) -> None:
        """What the gateway knows nothing of."""
        if what == "kill the bridge":
            await self.chain.kill_bridge()
        elif what == "kill the broker":
            await self.chain.kill_broker()
        else:
            await self.start_core()

    async def play(self) -> None:
        """Acts and faults at their moments."""
        core = await self.start_core()
        assert await until(lambda: core.session.watch.orders_open, SETTLED_S), "the chain never came up"
        ours = self.random.sample(OURS, self.random.randint(0, 2))
        steps = script.mix(self.random.randint(0, 10**9), 5 - len(ours), within_s=WITHIN_S, shortest_s=0.3, longest_s=LONGEST_S)
        script.play(steps, self.chain.injector, self.chain.gateway.timers)
        moments = sorted((self.random.uniform(0.0, WITHIN_S), what) for what in ours)
        moments += [(self.random.uniform(0.0, WITHIN_S), "") for _ in range(ACTS)]
        passed = 0.0
        for moment, what in sorted(moments):
            await asyncio.sleep(moment - passed)
            passed = moment
            if what:
                await self.ours(what)
            else:
                assert self.core is not None
                self.act(self.core)
        await asyncio.sleep(WITHIN_S + LONGEST_S - passed)

    def settled(self) -> bool:
        """The link is whole, no order is open here, and what the gateway executed is booked."""
        assert self.core is not None
        truth = sum(fill.shares for fill in self.chain.gateway.ledger.executions.values())
        booked = sum(abs(event.quantity) for event in self.journal.of(OrderFilled) if isinstance(event, OrderFilled))
        whole = self.core.session.watch.orders_open and not self.journal.open_orders()
        return whole and truth == booked

    def state_of_things(self) -> str:
        """For whoever reads a failure."""
        assert self.core is not None
        alerts = [f"{event.code}: {event.text}" for event in self.journal.of(AlertRaised) if isinstance(event, AlertRaised)]
        open_ = [order.client_order_id for order in self.journal.open_orders()]
        placed = {name: self.chain.gateway.ledger.placed.get(name, 0) for name in open_}
        return f"open {open_}, placed {placed}, bridge {self.core.session.watch.sentence()}, alerts {alerts[-12:]}"

    def judge(self) -> None:
        """The promise."""
        ledger = self.chain.gateway.ledger
        assert {ref: times for ref, times in ledger.placed.items() if times > 1} == {}, "placed twice"
        booked = [event for event in self.journal.of(OrderFilled) if isinstance(event, OrderFilled)]
        keys = [event.exec_id.rpartition(".")[0] for event in booked]
        assert len(keys) == len(set(keys)), "booked twice"
        charged = [event.exec_id for event in self.journal.of(CommissionCharged) if isinstance(event, CommissionCharged)]
        assert len(charged) == len(set(charged)), "charged twice"
        if not self.journal.halts:
            truth = ledger.positions().get(SYMBOL, 0)
            assert self.journal.position() == truth, f"the ledger has {self.journal.position()}, the gateway {truth}"


@pytest.mark.parametrize("seed", range(RUNS))
async def test_a_mix_of_five_faults_places_once_and_books_once(tmp_path: Path, seed: int) -> None:
    needs_chain()
    async with chain(tmp_path, seed) as made:
        run = Run(seed, made)
        try:
            await run.play()
            settled = await until(run.settled, SETTLED_S)
            run.judge()
            assert settled or run.journal.halts, f"not settled: {run.state_of_things()}"
        finally:
            await run.stack.aclose()
