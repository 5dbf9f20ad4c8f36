"""One run over the chain: a core that can be killed, and the judge of what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from random import Random

from rlbot.clock import Clock
from rlbot.events.ops import AlertRaised
from rlbot.events.trade import CommissionCharged, OrderFilled
from rlbot.market.feeds.feed import Subscription
from tests.execution.approved import approved
from tests.faults.chain.chain import Chain, until
from tests.faults.chain.core import AGENT, SYMBOL, Core, Journal
from tests.faults.chain.verdict import flips, verdict

SETTLED_S = 40.0
LOOK_S = 0.02
OURS = ("kill the bridge", "kill the broker", "kill the core")


class Story:
    """What outlives each core: the journal and the chain."""

    def __init__(self, made: Chain, subscriptions: Sequence[Subscription] = (), market: Clock | None = None) -> None:
        self.chain = made
        self.journal = Journal()
        self.stack = AsyncExitStack()
        self.core: Core | None = None
        self.flips: list[str] = []
        self._subscriptions = subscriptions
        self._market = market

    async def start_core(self) -> Core:
        """A new core over the old journal; the one before it dies."""
        await self.stack.aclose()
        self.stack = AsyncExitStack()
        self.core = Core(self.journal, self.chain.folder, self.chain.files.core, self._subscriptions, self._market)
        await self.stack.enter_async_context(self._looked_at())
        return await self.stack.enter_async_context(self.core.running())

    async def holding(self, shares: int) -> Core:
        """A new core that has bought so many, guarded."""
        core = await self.start_core()
        assert await until(lambda: core.session.watch.takes_orders, SETTLED_S), "the chain never came up"
        core.submit(approved("agent-0-e", shares, stop=50.0, profit=900.0, agent_id=AGENT, symbol=SYMBOL))
        assert await until(self.over, SETTLED_S), self.state_of_things()
        return core

    @asynccontextmanager
    async def _looked_at(self) -> AsyncIterator[None]:
        """Whether at any moment more could be closed than is held."""

        async def look() -> None:
            while True:
                wrong = flips(self.chain.gateway)
                if wrong and wrong not in self.flips:
                    self.flips.append(wrong)
                await asyncio.sleep(LOOK_S)

        async with asyncio.TaskGroup() as group:
            task = group.create_task(look(), name="look")
            try:
                yield
            finally:
                task.cancel()

    async def ours(self, what: str) -> None:
        """What the gateway knows nothing of."""
        if what == "kill the bridge":
            await self.chain.kill_bridge()
        elif what == "kill the broker":
            await self.chain.kill_broker()
        else:
            await self.start_core()

    def booked(self) -> list[OrderFilled]:
        """The fills in the core's ledger."""
        return [event for event in self.journal.of(OrderFilled) if isinstance(event, OrderFilled)]

    def settled(self) -> bool:
        """The link is whole, no order is open here, and what the gateway executed is booked."""
        assert self.core is not None
        truth = sum(fill.shares for fill in self.chain.gateway.ledger.executions.values())
        booked = sum(abs(event.quantity) for event in self.booked())
        whole = self.core.session.watch.takes_orders and not self.journal.open_orders()
        return whole and truth == booked

    def over(self) -> bool:
        """Settled with every share guarded, or halted with what differs named."""
        return not self.verdict() and (self.settled() or bool(self.journal.standing))

    def verdict(self) -> str:
        """What is wrong at this moment."""
        return verdict(self.chain.gateway, self.journal)

    def state_of_things(self) -> str:
        """For whoever reads a failure."""
        assert self.core is not None
        alerts = [f"{event.code}: {event.text}" for event in self.journal.of(AlertRaised) if isinstance(event, AlertRaised)]
        open_ = [order.client_order_id for order in self.journal.open_orders()]
        placed = {name: self.chain.gateway.ledger.placed.get(name, 0) for name in open_}
        bridge = self.core.session.watch.sentence()
        return f"{self.verdict()}; open {open_}, placed {placed}, bridge {bridge}, alerts {alerts[-12:]}"

    def judge(self) -> None:
        """The promise."""
        ledger = self.chain.gateway.ledger
        assert {ref: times for ref, times in ledger.placed.items() if times > 1} == {}, "placed twice"
        keys = [event.exec_id.rpartition(".")[0] for event in self.booked()]
        assert len(keys) == len(set(keys)), "booked twice"
        charged = [event.exec_id for event in self.journal.of(CommissionCharged) if isinstance(event, CommissionCharged)]
        assert len(charged) == len(set(charged)), "charged twice"
        named = "stands twice at the broker" in " ".join(self.journal.halts)  # the gateway's own doing
        assert self.flips == [] or named, f"for a moment {self.flips}; {self.state_of_things()}"
        assert self.verdict() == "", self.state_of_things()


class Trading(Story):
    """Orders by chance, the same for the same seed."""

    def __init__(self, made: Chain, seed: int) -> None:
        super().__init__(made)
        self.random = Random(seed)
        self._numbers = 0

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
