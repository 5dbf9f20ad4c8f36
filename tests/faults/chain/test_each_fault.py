"""Every fault alone, at the moment it hurts: placed at most once, booked exactly once, positions equal or trading halted."""

from __future__ import annotations

import asyncio
import re
import time
from pathlib import Path

import pytest

from rlbot.bridge.fake_gateway.faults import script
from rlbot.bridge.fake_gateway.faults.kinds import KINDS, Correct
from rlbot.events.trade import FillCorrected
from rlbot.market.feeds.feed import Subscription
from tests.execution.approved import approved
from tests.faults.chain.chain import chain, needs_chain, until
from tests.faults.chain.core import AGENT, SYMBOL
from tests.faults.chain.story import OURS, SETTLED_S, Story

CORRECTED_S = 1.5  # a correction follows its fill by a second
PAUSE_S = 3.0  # an act that has not settled by then is overtaken by the next
COVERED_S = 20.0  # what lost its guard has it again: an unanswered change, then a comparison every 3 s
NEVER_FILLS = "partial,first=5,parts=0"  # the rest of the order rests until it is cancelled
# They wait for an order, a cancel, a modify or a fill; a bar comes every five seconds.
BEFORE_THE_ENTRY = (
    *("silence", "swallow", "cut_before", "cut_after", "reject", "warn", "late_status,seconds=2", "duplicate"),
    *("correct,by=0.05", "partial,first=5,parts=2", NEVER_FILLS, "late_cancel,seconds=1", "twin"),
    *("cancel_refused,code=10147", "cancel_refused,code=10148", "cancel_refused,code=161", "cancel_refused,code=0"),
    *("silence,order_ref=agent-1-e.sl", "swallow,order_ref=agent-1-e.sl", "reject,order_ref=agent-1-e.tp"),
    *("bad_bar,kind=nan", "bad_bar,kind=future", "bad_bar,kind=repeat"),
    *("latency,seconds=4,low_s=0.1,high_s=2", "split,seconds=4,largest=3", "roll_back,by=4"),
)
WHILE_HOLDING = (
    *("drop", "drop,away_s=2", "freeze,seconds=3", "restart,away_s=2,roll_back=4", "restart,away_s=2,vanish_s=5"),
    *("link_lost,seconds=2", "link_lost,seconds=2,data_lost=1", "farm,seconds=2", "mute", "in_use,seconds=2 drop"),
    *("fill_offline,away_s=2", "fill,order_ref=agent-1-e.sl", "cancel,order_ref=agent-1-e.sl", "say,code=1300", "say"),
    *(f"garbage,kind={kind}" for kind in ("unknown", "text", "empty", "short", "binary", "length")),
    *("refuse,message=16 drop", "refuse,message=7 drop", "refuse,message=99 drop", "refuse,message=61 drop"),
    *("late_positions,seconds=3", "midnight drop", "manual_trade,shares=10", "roll_back,by=4 drop", *OURS),
)
ALL = (*BEFORE_THE_ENTRY, *WHILE_HOLDING)


class Alone(Story):
    """Enter, enter again, leave some, leave the rest: every message an order can need is sent."""

    ends_s = 0.0  # of the machine's clock: when the fault has mended itself

    def inject(self, words: str) -> None:
        for word in words.split():
            fault = script.parse(word).fault
            lasts_s = (
                CORRECTED_S
                if isinstance(fault, Correct)
                else max(getattr(fault, "seconds", 0.0), getattr(fault, "away_s", 0.0))
            )
            self.ends_s = max(self.ends_s, time.monotonic() + lasts_s)
            self.chain.injector.inject(fault)

    async def play(self, fault: str) -> None:
        """`fault` before the first order, or while its shares are held."""
        core = await self.start_core()
        assert await until(lambda: core.session.watch.takes_orders, SETTLED_S), "the chain never came up"
        if fault in BEFORE_THE_ENTRY:
            self.inject(fault)
        core.submit(approved("agent-1-e", 20, stop=50.0, profit=900.0, agent_id=AGENT, symbol=SYMBOL))
        await until(self.settled, PAUSE_S)
        if fault in OURS:
            await self.ours(fault)
        elif fault in WHILE_HOLDING:
            self.inject(fault)
        assert self.core is not None
        self.core.submit(approved("agent-2-e", 10, stop=50.0, profit=900.0, agent_id=AGENT, symbol=SYMBOL))
        await until(self.settled, PAUSE_S)
        for number, part in ((3, 5), (4, self.journal.position())):
            leaves = min(part, self.journal.position())
            if leaves > 0:
                self.core.submit(
                    approved(f"agent-{number}-r", leaves, side="sell", purpose="reduce", agent_id=AGENT, symbol=SYMBOL)
                )
                await until(self.settled, PAUSE_S)
            if number == 3:
                whole = await until(lambda: not self.verdict(), COVERED_S)
                assert whole, f"while it holds: {self.state_of_things()}"
        if fault == NEVER_FILLS:
            self.core.broker.cancel("agent-1-e", "requested")
        await asyncio.sleep(max(self.ends_s - time.monotonic(), 0.0))

    def over(self) -> bool:
        """What was to break has broken besides."""
        return not len(self.chain.gateway.pending) and super().over()


def test_no_fault_is_forgotten() -> None:
    named = {script.parse(word).fault.__class__ for words in ALL if words not in OURS for word in words.split()}
    assert named == set(KINDS.values())


@pytest.mark.parametrize("fault", ALL)
async def test_alone_it_places_once_and_books_once(tmp_path: Path, fault: str) -> None:
    needs_chain()
    async with chain(tmp_path, 7) as made:
        story = Alone(made, (Subscription(SYMBOL, "1m"),))
        try:
            await story.play(fault)
            over = await until(story.over, SETTLED_S)
            story.judge()
            assert over, f"not over ({len(made.gateway.pending)} faults still wait): {story.state_of_things()}"
            assert len(story.journal.of(FillCorrected)) == fault.startswith("correct")
            halts = story.journal.halts
            if fault.startswith("manual_trade"):
                told = re.search(r"AAPL: the account holds (\d+), the agents' fills add up to (\d+)\.", halts[-1])
                assert told, halts[-1]  # as they stood at the second look: 0 to 30 are the agents'
                assert int(told[1]) - int(told[2]) == 10
            elif fault == "twin":
                named = await until(
                    lambda: "agent-1-e.sl stands twice at the broker" in " ".join(story.journal.halts), SETTLED_S
                )
                assert named, f"nobody named the second order: {story.journal.halts}"
            else:
                if fault.startswith("late_positions"):
                    core = story.core
                    assert core is not None
                    assert await until(lambda: core.session.check.standing()[0], SETTLED_S), core.session.check.standing()
                assert halts == []
        finally:
            await story.stack.aclose()
