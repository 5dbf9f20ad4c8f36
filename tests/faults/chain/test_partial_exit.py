"""Some of a position leaves and nothing fails: the rest is guarded at once, and never could more be closed than is held.

No comparison mends anything here: the bridge's timer is an hour.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.execution.approved import approved
from tests.faults.chain.chain import QUICK, chain, needs_chain, until
from tests.faults.chain.core import AGENT, SYMBOL
from tests.faults.chain.story import SETTLED_S, Story
from tests.faults.chain.verdict import guarded, held

ALONE = {**QUICK, "Bridge__ReconcileSeconds": "3600"}
AT_ONCE_S = 2.0  # a round trip or two, on a machine that does other things too
PARTS = (5, 7, 1, 4)  # of 30


@pytest.mark.parametrize("entries", [(30,), (20, 10)])
async def test_each_part_that_leaves_has_the_rest_guarded_without_a_comparison(
    tmp_path: Path, entries: tuple[int, ...]
) -> None:
    needs_chain()
    async with chain(tmp_path, 7, ALONE) as made:
        story, gateway = Story(made), made.gateway
        try:
            core = await story.start_core()
            assert await until(lambda: core.session.watch.takes_orders, SETTLED_S), "the chain never came up"
            for number, size in enumerate(entries):
                core.submit(approved(f"agent-{number}-e", size, stop=50.0, profit=900.0, agent_id=AGENT, symbol=SYMBOL))
                assert await until(story.over, SETTLED_S), story.state_of_things()
            for number, part in enumerate(PARTS, start=2):
                core.submit(approved(f"agent-{number}-r", part, side="sell", purpose="reduce", agent_id=AGENT, symbol=SYMBOL))
                assert await until(story.settled, SETTLED_S), story.state_of_things()
                assert await until(story.over, AT_ONCE_S), f"after {part} left: {story.state_of_things()}"
            assert held(gateway) == guarded(gateway) == 30 - sum(PARTS)
            core.submit(approved("agent-9-r", held(gateway), side="sell", purpose="reduce", agent_id=AGENT, symbol=SYMBOL))
            assert await until(lambda: story.over() and not gateway.book.live(), SETTLED_S), story.state_of_things()
            story.judge()
            assert held(gateway) == 0
        finally:
            await story.stack.aclose()
