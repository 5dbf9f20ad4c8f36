"""One start of the platform, from options to the last report."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from rlbot.app.bootstrap import Start, bootstrap
from rlbot.app.configuration import settings_of
from rlbot.app.demonstration import how_it_ended, how_to_ask
from rlbot.app.failure import WRONG_USE, CommandError
from rlbot.app.home import Home
from rlbot.app.models_ready import seat_all
from rlbot.app.output import aloud, emit, note, say, table
from rlbot.app.platform import Parts, Platform
from rlbot.app.resuming import open_run
from rlbot.app.sources import FeedName, Source, Wanted, open_source, without_absent
from rlbot.clock import WallClock, iso
from rlbot.journal.journal import JournalFailed
from rlbot.journal.sqlite_journal import SqliteJournal, open_journal
from rlbot.monitoring.web.contract.base import Mode
from rlbot.monitoring.web.page import built_page
from rlbot.monitoring.web.server import address
from rlbot.settings.platform import Settings
from rlbot.system.recovery import Finished


@dataclass(frozen=True, slots=True, kw_only=True)
class Launch:
    """The options of `rlbot up`; empty means the settings' or the default."""

    mode: Mode
    feed: str
    data: str
    start: str
    end: str
    speed: str
    port: int | None
    exit_at_end: bool
    web: bool
    fresh_ns: int  # when a new run was asked for; 0: it was not
    json: bool
    account: str = ""  # live: the one that is armed
    demonstration: bool = False


def launch(home: Home, options: Launch) -> None:
    """Run until the feed ends or a signal comes. Raises CommandError with a sentence."""
    settings = settings_of(home)
    if not settings.agents:
        where = home.configs / "agents"
        raise CommandError(f"there are no agents in {where}; `rlbot agents new ID --symbol AAPL` makes one", WRONG_USE)
    feed = _feed_name(options, settings)
    if options.data and feed != "csv":
        raise CommandError("--data names a folder for --feed csv; add --feed csv", WRONG_USE)
    pace = _pace(options.speed, settings)
    clock = WallClock()
    with home.running():
        wanted = Wanted(
            feed=feed,
            data=options.data or settings.simulate.data,
            start=options.start,
            end=options.end,
            exit_at_end=options.exit_at_end,
        )
        settings = without_absent(settings, wanted, home)
        source = open_source(wanted, settings, home, clock)
        for line in source.notes:
            note(line)
        journal = open_home_journal(home)
        try:
            opened = open_run(journal, source.key, settings, clock, source.start_ns, fresh_ns=options.fresh_ns)
            if isinstance(opened, Finished):
                journal.close()
                (note if options.json else say)(opened.sentence)
                if options.json:
                    emit({"run": "", "feed": source.name, "ended": True, "finished_before": True, "agents": {}})
                return
            seated = seat_all(home, settings.agents, source)
            start = Start(
                mode=options.mode,
                bars_per_second=pace,
                host=settings.web.host,
                port=options.port or settings.web.port,
                web=options.web,
            )
            parts = bootstrap(home, settings, source, seated, journal, opened, start, clock)
        except BaseException:
            journal.close()
            raise
        run_parts(home, options, source, parts)


def run_parts(home: Home, options: Launch, source: Source, parts: Parts) -> None:
    """Play what was built, say where it is seen, and report at the end. Raises CommandError with a sentence."""

    def ready() -> None:
        behind_ns = parts.opened.last_ts_ns
        going = f"going on after {iso(behind_ns)}" if behind_ns else f"from {iso(parts.opened.start_ns)[:10]}"
        label = " SYNTHETIC market," if source.made_up else ""
        note(f"{options.mode} on {source.name},{label} {going}")
        if parts.edge is None:
            return
        where = address(parts.host, parts.port)
        home.address.write_text(where.rstrip("/") + "\n", encoding="utf-8")
        token = home.token.read_text(encoding="utf-8").strip()
        if built_page() is None:
            note("the dashboard was not built (`make web` builds it); the API is live")
        (note if options.json else aloud)(f"dashboard: {address(parts.host, parts.port, token)}")
        if options.demonstration:
            (note if options.json else aloud)(how_to_ask(home.root))

    platform = Platform(parts, exit_at_end=options.exit_at_end, on_ready=ready)
    try:
        asyncio.run(platform.run())
    finally:
        home.address.unlink(missing_ok=True)
    _report(options, source, parts, platform.ended)
    if platform.not_stored:
        raise CommandError(f"{platform.not_stored} What was stored before is whole: the same command goes on from there")


def _report(options: Launch, source: Source, parts: Parts, ended: bool) -> None:
    agents = parts.report.document()
    if ended and parts.opened.resume is None and not any(found["bars"] for found in agents.values()):
        why = parts.report.refusals() or "the range holds none; choose other --from and --to"
        raise CommandError(f"no bar was played: {why}")
    for line in (*parts.report.left_out(), *parts.report.in_sample()):
        note(line)
    if options.json:
        emit({"run": parts.opened.run.run_id, "feed": source.name, "ended": ended, "agents": agents})
        return
    over = how_it_ended(ended, demonstration=options.demonstration)
    say(f"SYNTHETIC market: no real price behind these figures; {over}" if source.made_up else over)
    head = ["agent", "bars", "buys", "sells", "fills", "refused", "costs", "return", "max drawdown", "price change"]
    table(head, [_row(agent, found) for agent, found in agents.items()])
    say("buys, sells: what the agent decided; fills: all that was executed, protection and flatten included")
    say("price change: what the symbol itself did from the first close of this run to the last, before dividends and costs")


def _row(agent: str, found: dict[str, Any]) -> list[str]:
    actions = found["decisions"]
    return [
        agent,
        str(found["bars"]),
        str(actions["buy"]),
        str(actions["sell"]),
        str(found["fills"]),
        str(found["refused"]),
        f"{found['costs']:,.2f}",
        f"{found['total_return']:+.1%}",
        f"{found['max_drawdown']:.1%}",
        f"{found['price_change']:+.1%}",
    ]


def open_home_journal(home: Home) -> SqliteJournal:
    """The home's journal, for writing. Raises CommandError with a sentence."""
    found = open_journal(home.journal)
    if isinstance(found, JournalFailed):
        raise CommandError(found.sentence)
    return found


def _feed_name(options: Launch, settings: Settings) -> FeedName:
    name = options.feed or settings.simulate.feed
    return "csv" if name == "csv" else "synthetic" if name == "synthetic" else "yahoo"


def _pace(speed: str, settings: Settings) -> float | None:
    """Bars a second; None is as fast as it goes."""
    if not speed:
        return settings.simulate.bars_per_second
    if speed == "max":
        return None
    try:
        pace = float(speed)
    except ValueError:
        pace = 0.0
    if not 0.0 < pace <= 1e6:
        raise CommandError(f"--speed {speed} is not a pace; give bars a second such as 4, or max", WRONG_USE)
    return pace
