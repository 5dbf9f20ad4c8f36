"""One backtest: the engine over recorded bars on a replay clock, and what it came to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from rlbot.agents.seat import Seat
from rlbot.backtest.recorder import Recorder
from rlbot.clock import ReplayClock
from rlbot.engine import Engine, agent_plan, build
from rlbot.events.base import Interval
from rlbot.events.market import SplitApplied
from rlbot.events.trade import EquityMarked, OrderFilled
from rlbot.market.data_folder import DataFolder
from rlbot.market.feeds.csv_replay import CsvReplayFeed
from rlbot.market.feeds.feed import ReplayFeed
from rlbot.market.plan import history_bars, subscriptions, wants_scores
from rlbot.portfolio.attribution import Attribution, AttributionSum
from rlbot.portfolio.metrics import Metrics, measure
from rlbot.portfolio.trades import RoundTrip, RoundTrips
from rlbot.risk.limits import NO_ACCOUNT_LIMITS
from rlbot.settings.agent import AgentSettings
from rlbot.settings.platform import RiskSettings

Progress = Callable[[int], None]
TELL_EVERY = 1_000  # instants between two words about progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one agent did over a range, and what it came to."""

    agent_id: str
    version: str
    symbol: str
    interval: Interval
    budget: float
    recorder: Recorder
    metrics: Metrics
    attribution: Attribution
    trips: tuple[RoundTrip, ...]
    event_hash: str
    engine: Engine

    @property
    def bars(self) -> int:
        """Bars of the agent's own series."""
        return len(self.recorder.marks)


class BacktestError(ValueError):
    """A backtest that cannot be run; the message is a sentence for people."""


def replay_feed(folder: DataFolder, seat: Seat, start_ns: int | None, end_ns: int | None) -> tuple[CsvReplayFeed, Interval]:
    """Recorded bars for one seat; the VIX beside it at its own interval where there is one. Raises DataError."""
    return recorded(folder, seat.settings, start_ns, end_ns)


def recorded(
    folder: DataFolder, settings: AgentSettings, start_ns: int | None, end_ns: int | None
) -> tuple[CsvReplayFeed, Interval]:
    """The same for an agent that has no seat yet: whether its bars are all there."""
    vix: Interval = "1d"
    if "vix" in settings.features.names:
        vix = folder.best_interval("VIX", settings.interval, start_ns, end_ns)
    plans = [agent_plan(settings, vix)]
    return CsvReplayFeed(folder, subscriptions(plans), start_ns, end_ns, scores=wants_scores(plans)), vix


def run(
    seat: Seat,
    feed: ReplayFeed,
    *,
    vix: Interval = "1d",
    account: RiskSettings = NO_ACCOUNT_LIMITS,
    on_progress: Progress | None = None,
) -> Outcome:
    """Run `seat` over `feed`; features warm up on what lies before its first bar. Raises BacktestError."""
    settings = seat.settings
    clock = ReplayClock()
    engine = build([seat], clock=clock, account=account, vix_intervals={settings.id: vix})
    recorder = Recorder()
    recorder.listen(engine.bus)
    attribution = AttributionSum(settings.id, settings.symbol, settings.budget)
    trips = RoundTrips()
    done: list[RoundTrip] = []

    def on_fill(event: OrderFilled) -> None:
        trip = trips.on_fill(event)
        if trip is not None:
            done.append(trip)

    def on_split(event: SplitApplied) -> None:
        attribution.on_split(event)
        trips.on_split(event, engine.ledger.shares(settings.id))

    engine.bus.on(OrderFilled, on_fill)
    engine.bus.on(SplitApplied, on_split)
    engine.bus.on(EquityMarked, attribution.on_equity)

    batches = feed.batches()
    first = next(batches, None)
    if first is not None:
        engine.warm_up(feed.history(first.ts_ns, history_needed(seat, engine)))
        engine.play(first)
    play = engine.play
    for count, batch in enumerate(batches):
        play(batch)
        if on_progress is not None and count % TELL_EVERY == 0:
            on_progress(count)
    if recorder.failures:
        failed = recorder.failures[0]
        raise BacktestError(f"the backtest stopped being one: {failed.handler} failed on {failed.event}: {failed.error}")
    if not recorder.marks:
        raise BacktestError(
            f"no bar of {settings.symbol} at {settings.interval} lies in that range; choose another --from and --to"
        )
    return Outcome(
        agent_id=settings.id,
        version=seat.agent.version,
        symbol=settings.symbol,
        interval=settings.interval,
        budget=settings.budget,
        recorder=recorder,
        metrics=_metrics(recorder, done, settings.interval),
        attribution=attribution.result(),
        trips=tuple(done),
        event_hash=recorder.hash.hexdigest(),
        engine=engine,
    )


def history_needed(seat: Seat, engine: Engine) -> int:
    """Bars before the first decision: what features and the agent's own series need, the same as in every other mode."""
    own = seat.watcher.progress()[1] if seat.watcher is not None else 0
    return history_bars(max(engine.market_data.warm_up_bars, own))


def _metrics(recorder: Recorder, trips: list[RoundTrip], interval: Interval) -> Metrics:
    marks, fills = recorder.marks, recorder.fills
    equity = marks.column("equity")
    held = marks.column("shares") * marks.column("close")
    weights = np.divide(held, equity, out=np.zeros(len(equity)), where=equity > 0.0)
    return measure(
        equity,
        marks.column("bar_ns"),
        interval=interval,
        trips=trips,
        fills=len(fills),
        traded_value=sum(f.quantity * f.price for f in fills),
        costs=sum(f.commission + f.spread_cost + f.impact_cost for f in fills),
        weights=weights,
    )
