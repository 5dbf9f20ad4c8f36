"""Whatever fails, alone or five at a time: placed at most once, booked exactly once, positions equal or trading halted.

`RLBOT_FAULT_RUNS` seeded mixes (50; `make faults` runs 500). A run that fails is run again by its seed alone.
"""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from rlbot.bridge.fake_gateway.faults import script
from tests.faults.chain.chain import chain, needs_chain, until
from tests.faults.chain.story import OURS, SETTLED_S, Trading

RUNS = int(os.environ.get("RLBOT_FAULT_RUNS", "50"))
ACTS = 12
WITHIN_S = 6.0
LONGEST_S = 3.0


class Run(Trading):
    """One seeded story."""

    async def play(self) -> None:
        """Acts and faults at their moments."""
        core = await self.start_core()
        assert await until(lambda: core.session.watch.takes_orders, SETTLED_S), "the chain never came up"
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


@pytest.mark.parametrize("seed", range(RUNS))
async def test_a_mix_of_five_faults_places_once_and_books_once(tmp_path: Path, seed: int) -> None:
    needs_chain()
    async with chain(tmp_path, seed) as made:
        run = Run(made, seed)
        try:
            await run.play()
            over = await until(run.over, SETTLED_S)
            run.judge()
            assert over, f"not settled: {run.state_of_things()}"
        finally:
            await run.stack.aclose()
