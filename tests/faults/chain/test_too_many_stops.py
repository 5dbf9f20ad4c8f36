"""A stop too many works at the gateway, and nobody here counts it: trading halts, names it, and goes on once it is gone."""

from __future__ import annotations

from pathlib import Path

from rlbot.bridge.commander import Commander
from rlbot.bridge.excess_check import EXCESS
from rlbot.bridge.protective import Protective
from rlbot.clock import WallClock
from tests.faults.chain.chain import QUICK, chain, needs_chain, until
from tests.faults.chain.core import AGENT, SYMBOL, new_id
from tests.faults.chain.story import SETTLED_S, Story
from tests.faults.chain.verdict import flips, held


async def test_a_second_stop_over_the_same_shares_halts_trading_until_it_is_cancelled(tmp_path: Path) -> None:
    needs_chain()
    async with chain(tmp_path, 7, QUICK) as made:
        story, gateway = Story(made), made.gateway
        try:
            core = await story.holding(30)
            behind = Commander(core.send, WallClock(), new_id, core.session.account, core.session.epoch)
            behind.guard(Protective("agent-9s", "stop_loss", "agent-9", 40.0, 30), AGENT, SYMBOL, "sell")
            assert await until(lambda: EXCESS in story.journal.standing, SETTLED_S), story.state_of_things()
            assert flips(gateway) != "" and held(gateway) == 30
            said = story.journal.standing[EXCESS]
            assert f"{SYMBOL}: {AGENT} holds 30, and agent-0-e.sl, agent-0-e.tp, agent-9s could sell 60" in said
            behind.cancel("agent-9s")
            assert await until(lambda: not story.journal.standing, SETTLED_S), story.state_of_things()
            assert flips(gateway) == ""
        finally:
            await story.stack.aclose()
