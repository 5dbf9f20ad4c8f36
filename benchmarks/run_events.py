"""What a run says, instant by instant, as its journal hears it: two agents on minute bars, every decision explained."""

from __future__ import annotations

from benchmarks.trading_world import START, PreparedFeed, bench_seat
from rlbot.clock import ReplayClock
from rlbot.engine import build
from rlbot.events.market import InstantClosed
from rlbot.journal.kinds import JOURNALED, Message
from rlbot.market.plan import HISTORY_BARS
from rlbot.settings.platform import Settings


def instants(bars: int) -> list[list[Message]]:
    """The journaled events of each instant of `bars` minutes, in the order in which they were said."""
    engine = build([bench_seat(), bench_seat(id="ppo_other")], clock=ReplayClock(), account=Settings().risk, explain=True)
    feed = PreparedFeed(bars)
    engine.warm_up(feed.history(START, HISTORY_BARS))
    said: list[list[Message]] = [[]]

    def hear(event: Message) -> None:
        said[-1].append(event)

    for kind in JOURNALED:
        engine.bus.on(kind, hear)
    for batch in feed.batches():
        engine.play(batch)
        said.append([])
    return [events for events in said if any(isinstance(event, InstantClosed) for event in events)]
