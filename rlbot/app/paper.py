"""The core of paper and live: the same platform over the bridge's feed and broker. The watchdog starts it."""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace

from rlbot.app.bootstrap import Start, bootstrap
from rlbot.app.bridge_parts import BridgeParts
from rlbot.app.configuration import settings_of
from rlbot.app.failure import WRONG_USE, CommandError
from rlbot.app.home import Home
from rlbot.app.launch import Launch, open_home_journal, run_parts
from rlbot.app.models_ready import seat_all
from rlbot.app.output import note
from rlbot.app.paper_ground import prepare
from rlbot.app.platform import Parts
from rlbot.app.resuming import open_run
from rlbot.app.sources import Source
from rlbot.clock import Clock, ReplayClock, ShiftedClock, WallClock
from rlbot.engine import agent_plan
from rlbot.journal.journal import RunKey
from rlbot.market.feeds.feed import MarketFeed, Subscription
from rlbot.market.feeds.pacer import Pacer
from rlbot.market.plan import subscriptions
from rlbot.settings.platform import Settings
from rlbot.system.recovery import Finished

MARKET_OFFSET = "RLBOT_MARKET_OFFSET_S"  # set by `make demo-paper` alone
MARKET_MADE_UP = "RLBOT_MARKET_MADE_UP"  # "1" where the gateway is a fake one: the bridge cannot tell, the page has to


def trade(home: Home, options: Launch) -> None:
    """Until a signal comes. Raises CommandError with a sentence."""
    settings = settings_of(home)
    wall = WallClock()
    market = market_clock(wall)
    series = subscriptions([agent_plan(agent) for agent in settings.agents])
    bridge = BridgeParts(settings, home, options.mode, wall, market, ReplayClock(), series)
    with bridge.pulse.starting():
        source, parts = _built(home, options, settings, wall, market, bridge, series, os.environ.get(MARKET_MADE_UP) == "1")
    run_parts(home, replace(options, demonstration=market is not wall), source, parts)


def _built(
    home: Home,
    options: Launch,
    settings: Settings,
    wall: Clock,
    market: Clock,
    bridge: BridgeParts,
    series: tuple[Subscription, ...],
    made_up: bool,
) -> tuple[Source, Parts]:
    wanted = options.account or settings.bridge.account
    ground = asyncio.run(prepare(bridge, home, options.mode, wanted, series, market, note))
    journal = open_home_journal(home)
    try:
        key = RunKey(options.mode, "ibkr", ground.account)
        opened = open_run(journal, key, settings, wall, market.now_ns(), fresh_ns=options.fresh_ns)
        if isinstance(opened, Finished):
            raise CommandError(opened.sentence)
        begins_ns = max(opened.last_ts_ns, opened.start_ns)

        def make(_: int, __: Pacer) -> MarketFeed:
            return bridge.make_feed(ground.folder, begins_ns)

        source = Source(
            name="ibkr",
            make_feed=make,
            key=key,
            start_ns=opened.start_ns,
            vix={},
            folder=ground.folder,
            made_up=made_up,
        )
        seated = seat_all(home, settings.agents, source, live=options.mode == "live", moved=bridge.pulse.moved)
        settings = settings.model_copy(update={"agents": seated.agents})
        parts = bootstrap(home, settings, source, seated, journal, opened, _start(options, settings), market, bridge)
    except BaseException:
        journal.close()
        raise
    return source, parts


def market_clock(wall: Clock) -> Clock:
    """The wall, moved by what a demonstration asks for. Raises CommandError."""
    text = os.environ.get(MARKET_OFFSET, "0")
    try:
        offset_ns = int(float(text) * 1e9)
    except ValueError:
        raise CommandError(f"{MARKET_OFFSET} is {text!r}; give seconds, or leave it out", WRONG_USE) from None
    if offset_ns:
        hours, way = abs(offset_ns) / 3.6e12, "behind" if offset_ns < 0 else "ahead"
        note(f"DEMONSTRATION: the market's clock stands {hours:.1f} hours {way}")
    return ShiftedClock(wall, offset_ns) if offset_ns else wall


def _start(options: Launch, settings: Settings) -> Start:
    return Start(
        mode=options.mode,
        bars_per_second=None,
        host=settings.web.host,
        port=options.port or settings.web.port,
        web=options.web,
    )
