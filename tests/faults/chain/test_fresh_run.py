"""A start with `--fresh` while shares are held: the core begins with nothing, bridge and gateway keep what they have."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.execution.approved import approved
from tests.faults.chain.chain import QUICK, chain, needs_chain, until
from tests.faults.chain.core import AGENT, SYMBOL, Journal
from tests.faults.chain.story import SETTLED_S, Story
from tests.faults.chain.verdict import guarded, held

PARTS = (12, 18)  # of 30


@pytest.mark.parametrize("parts", [(30,), PARTS])
async def test_after_the_exit_nothing_works_at_the_gateway_and_nothing_is_held(tmp_path: Path, parts: tuple[int, ...]) -> None:
    needs_chain()
    async with chain(tmp_path, 7, QUICK) as made:
        story, gateway = Story(made), made.gateway
        try:
            await story.holding(30)
            story.journal = Journal()
            core = await story.start_core()
            assert await until(lambda: core.session.heard_all.is_set() and story.settled(), SETTLED_S), story.state_of_things()
            assert held(gateway) == guarded(gateway) == story.journal.position() == 30
            for number, part in enumerate(parts, start=1):
                core.submit(approved(f"agent-{number}-r", part, side="sell", purpose="reduce", agent_id=AGENT, symbol=SYMBOL))
                assert await until(story.settled, SETTLED_S), story.state_of_things()
                assert await until(lambda: held(gateway) == guarded(gateway), SETTLED_S), story.state_of_things()
                assert held(gateway) == 30 - sum(parts[:number])
            assert await until(lambda: not gateway.book.live(), SETTLED_S), story.state_of_things()
            story.judge()
            assert held(gateway) == 0 and story.journal.halts == []
        finally:
            await story.stack.aclose()
