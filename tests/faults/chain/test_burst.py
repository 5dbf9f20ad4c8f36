"""Five hundred orders at once: the gateway's 50 messages a second are never exceeded, and a cancel overtakes."""

from __future__ import annotations

from pathlib import Path

from tests.execution.approved import approved
from tests.faults.chain.chain import chain, needs_chain, until
from tests.faults.chain.core import AGENT, SYMBOL
from tests.faults.chain.story import SETTLED_S, Story

ORDERS = 500
ALLOWED = 50  # messages in any second, or the gateway hangs up


async def test_a_burst_of_500_orders_is_paced_and_a_cancel_overtakes(tmp_path: Path) -> None:
    needs_chain()
    async with chain(tmp_path, 7, {}) as made:
        story, ledger = Story(made), made.gateway.ledger
        try:
            core = await story.start_core()
            assert await until(lambda: core.session.watch.takes_orders, SETTLED_S)
            core.submit(approved("agent-0-e", 20, stop=50.0, agent_id=AGENT, symbol=SYMBOL))
            assert await until(story.settled, SETTLED_S)

            for number in range(1, ORDERS + 1):
                core.submit(approved(f"agent-{number}-e", 1, agent_id=AGENT, symbol=SYMBOL))
            core.broker.shrink_protection(AGENT, SYMBOL, 0)  # its stop is cancelled
            assert await until(lambda: ledger.cancels["agent-0-e.sl"] == 1, SETTLED_S)
            before = sum(ledger.received.values())
            assert before < ORDERS / 2, f"{before} orders were written before the cancel"

            assert await until(story.over, 2 * SETTLED_S), story.state_of_things()
            story.judge()
            assert story.journal.position() == 20 + ORDERS
            assert ledger.busiest_second <= ALLOWED
            assert ledger.events["pacing_violations"] == 0
        finally:
            await story.stack.aclose()
