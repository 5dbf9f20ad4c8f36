"""Where simulated bars come from: Yahoo, a data folder, or the synthetic market; and what lies before them to train on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from rlbot.app.absent import needed_by, require_bars, told
from rlbot.app.companions import suited
from rlbot.app.failure import WRONG_USE, CommandError
from rlbot.app.home import Home
from rlbot.app.output import note
from rlbot.clock import Clock, from_iso, iso
from rlbot.engine import agent_plan
from rlbot.events.base import INTERVAL_NS, Interval
from rlbot.journal.journal import RunKey
from rlbot.market.data_error import DataError
from rlbot.market.data_folder import DataFolder
from rlbot.market.feeds.csv_replay import CsvReplayFeed
from rlbot.market.feeds.feed import MarketFeed
from rlbot.market.feeds.pacer import Pacer
from rlbot.market.feeds.synthetic import SyntheticFeed
from rlbot.market.feeds.yahoo import YahooFeed
from rlbot.market.feeds.yahoo_client import REACH_DAYS, YahooClient, YahooProblem
from rlbot.market.feeds.yahoo_store import fetch_into
from rlbot.market.plan import subscriptions, wants_scores
from rlbot.settings.agent import AgentSettings
from rlbot.settings.platform import Settings

MakeFeed = Callable[[int, Pacer], MarketFeed]
FeedName = Literal["yahoo", "csv", "synthetic"]
SourceName = Literal["yahoo", "csv", "synthetic", "ibkr"]
SYNTHETIC_FROM = "2005-01-03"  # leaves two decades before the synthetic market passes today
EARLIEST_NS, LATEST_NS = from_iso("1990-01-01"), from_iso("2100-01-01")
SYNTHETIC_SESSIONS_TO_END = 252  # an endless market that is told to end plays a year
YAHOO_DAILY_DAYS = 20 * 365  # enough to train a daily model on
REPLAYED_SHARE = 0.2  # of the recorded bars, where nobody says from when


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the command line asked for; empty means the settings' or the default."""

    feed: FeedName
    data: str = ""
    start: str = ""
    end: str = ""
    exit_at_end: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A source of bars. `make_feed(start_ns, pacer)`: its feed from a start on; a run that goes on keeps its own start.

    `folder`: recorded bars to train on before `start_ns`, None for the synthetic market. `made_up`: no price of it was ever
    quoted, whatever it comes through; said wherever its figures are shown.
    """

    name: SourceName
    make_feed: MakeFeed
    key: RunKey
    start_ns: int
    vix: dict[str, Interval]
    folder: DataFolder | None
    notes: tuple[str, ...] = field(default=())
    made_up: bool = False


def open_source(wanted: Wanted, settings: Settings, home: Home, clock: Clock) -> Source:
    """The feed asked for; Yahoo that cannot be reached becomes the synthetic market, and says so. Raises CommandError."""
    agents = settings.agents
    first_ns, last_ns = date_ns("--from", wanted.start), date_ns("--to", wanted.end)
    if first_ns is not None and last_ns is not None and first_ns > last_ns:
        raise CommandError(f"--from {wanted.start} lies after --to {wanted.end}", WRONG_USE)
    try:
        if wanted.feed == "csv":
            return _csv(wanted, agents, home)
        if wanted.feed == "yahoo":
            found = _yahoo(wanted, settings, home, clock)
            if isinstance(found, Source):
                return found
            said = f"no market data from Yahoo: {found.text}. Running on the SYNTHETIC market instead"
            return _synthetic(wanted, settings, (said,))
        return _synthetic(wanted, settings, ())
    except DataError as error:
        raise CommandError(str(error), WRONG_USE) from None


def without_absent(settings: Settings, wanted: Wanted, home: Home) -> Settings:
    """The settings as they can run on the data folder asked for (`companions.suited`). Raises CommandError."""
    if wanted.feed != "csv":
        return settings
    start_ns, end_ns = date_ns("--from", wanted.start), date_ns("--to", wanted.end)
    try:
        folder = DataFolder(_folder(wanted, home))
        agents = tuple(suited(agent, folder, start_ns, end_ns) for agent in settings.agents)
    except DataError as error:
        raise CommandError(str(error), WRONG_USE) from None
    return settings.model_copy(update={"agents": agents})


def date_ns(name: str, text: str) -> int | None:
    """A date of the command line. Raises CommandError."""
    if not text:
        return None
    try:
        found = from_iso(text)
    except (ValueError, OverflowError):
        raise CommandError(f"{name} {text} is not a date; write YYYY-MM-DD", WRONG_USE) from None
    if not EARLIEST_NS <= found <= LATEST_NS:
        raise CommandError(f"{name} {text} lies outside 1990 to 2100", WRONG_USE)
    return found


def vix_intervals(
    folder: DataFolder, agents: Sequence[AgentSettings], start_ns: int | None, end_ns: int | None
) -> dict[str, Interval]:
    """Per agent, the interval of the VIX that is recorded beside it. Raises DataError."""
    return {a.id: folder.best_interval("VIX", a.interval, start_ns, end_ns) for a in agents if "vix" in a.features.names}


def _csv(wanted: Wanted, agents: Sequence[AgentSettings], home: Home) -> Source:
    path = _folder(wanted, home)
    if not wanted.data:
        note(f"--data was not given; reading {path}")
    folder = DataFolder(path)
    start_ns = date_ns("--from", wanted.start)
    end_ns = date_ns("--to", wanted.end)
    require_bars(folder, agents, start_ns, end_ns)
    if start_ns is None:
        start_ns = _default_start(folder, agents, end_ns)
    vix = vix_intervals(folder, agents, start_ns, end_ns)
    plans = [agent_plan(a, vix.get(a.id, "1d")) for a in agents]
    series, scores = subscriptions(plans), wants_scores(plans)

    def make(begin_ns: int, pacer: Pacer) -> MarketFeed:
        return CsvReplayFeed(folder, series, begin_ns, end_ns, pacer, scores)

    make(start_ns, Pacer())  # a file that cannot be used is told of before anything is trained or written
    key = RunKey("simulate", "csv", str(path.resolve()), iso(start_ns), wanted.end)
    return Source(name="csv", make_feed=make, key=key, start_ns=start_ns, vix=vix, folder=folder)


def _folder(wanted: Wanted, home: Home) -> Path:
    return Path(wanted.data) if wanted.data else home.data


def _default_start(folder: DataFolder, agents: Sequence[AgentSettings], end_ns: int | None) -> int:
    """The last fifth of what every agent has: the rest is there to train on."""
    starts = []
    for agent in agents:
        survey = folder.series(agent.symbol, agent.interval).survey
        last = survey.last_ns if end_ns is None else min(survey.last_ns, end_ns)
        starts.append(last - int((last - survey.first_ns) * REPLAYED_SHARE))
    day = INTERVAL_NS["1d"]
    return max(starts) // day * day


def _synthetic(wanted: Wanted, settings: Settings, notes: tuple[str, ...]) -> Source:
    from rlbot.market.calendar import NYSE

    agents = settings.agents
    start_ns = date_ns("--from", wanted.start) or from_iso(SYNTHETIC_FROM)
    end_ns = date_ns("--to", wanted.end)
    if end_ns is None and wanted.exit_at_end:
        session = NYSE.next_session(start_ns)
        for _ in range(SYNTHETIC_SESSIONS_TO_END - 1):
            session = NYSE.next_session(session.day_ns)
        end_ns = session.day_ns
        notes = (
            *notes,
            f"the synthetic market has no end; playing {SYNTHETIC_SESSIONS_TO_END} sessions, to {iso(end_ns)[:10]}",
        )
    plans = [agent_plan(a) for a in agents]
    if wants_scores(plans):
        notes = (*notes, "the synthetic market has no mood: the feature sentiment stays unknown")
    series = subscriptions(plans)
    leverage = {a.symbol: (a.underlying, a.leverage) for a in agents if a.underlying and a.leverage != 1.0}
    seed = settings.simulate.seed

    def make(begin_ns: int, pacer: Pacer) -> MarketFeed:
        return SyntheticFeed(series, seed, begin_ns, end_ns, pacer, leverage)

    key = RunKey("simulate", "synthetic", str(seed), iso(start_ns), "" if end_ns is None else iso(end_ns))
    return Source(name="synthetic", make_feed=make, key=key, start_ns=start_ns, vix={}, folder=None, notes=notes, made_up=True)


def _yahoo(wanted: Wanted, settings: Settings, home: Home, clock: Clock) -> Source | YahooProblem:
    agents = settings.agents
    client = YahooClient(settings.simulate.yahoo_url, home.cache / "yfinance")
    path = home.data / "yahoo"
    own = {(a.symbol, a.interval) for a in agents}
    notes: list[str] = []
    for series in subscriptions([agent_plan(a) for a in agents]):
        note(f"asking Yahoo for {series.symbol} {series.interval}")
        days = YAHOO_DAILY_DAYS if series.interval == "1d" else REACH_DAYS[series.interval]
        stored = fetch_into(path, client, series.symbol, series.interval, clock.now_ns(), days)
        if not isinstance(stored, YahooProblem):
            continue
        if stored.kind in ("not_found", "currency"):
            lacking = dict.fromkeys(needed_by(agents, series.symbol), stored.text)
            raise CommandError(told(lacking, [agent.id for agent in agents]), WRONG_USE)
        if (series.symbol, series.interval) in own or stored.kind in ("unreachable", "rate_limited"):
            return stored
        notes.append(stored.text)
    folder = DataFolder(path)
    start_ns = date_ns("--from", wanted.start) or _recent(folder, agents, settings.simulate.history_bars)
    plans = [agent_plan(a) for a in agents]
    series_wanted, scores = subscriptions(plans), wants_scores(plans)
    if scores:
        folder.scores()  # what is missing is told of before anything is trained or written

    def make(begin_ns: int, pacer: Pacer) -> MarketFeed:
        return YahooFeed(folder, client, series_wanted, clock, begin_ns, pacer, scores=scores)

    key = RunKey("simulate", "yahoo", "", wanted.start or "recent", wanted.end)
    return Source(name="yahoo", make_feed=make, key=key, start_ns=start_ns, vix={}, folder=folder, notes=tuple(notes))


def _recent(folder: DataFolder, agents: Sequence[AgentSettings], bars: int) -> int:
    """Where the last `bars` bars of the agent with the finest interval begin."""
    finest = min(agents, key=lambda a: INTERVAL_NS[a.interval])
    starts = [bar.start_ns for bar in folder.series(finest.symbol, finest.interval).bars()]
    return starts[max(0, len(starts) - bars)]
