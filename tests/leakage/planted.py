"""Pipelines with a classic mistake each. The suite must catch every one; if it stops doing so, it guards nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

import numpy as np

from rlbot.agents.observation import ObservationBuilder
from rlbot.events.market import Bar, SplitApplied
from rlbot.market.features.feature_set import FeatureSet
from rlbot.market.feeds.feed import Batch
from rlbot.market.history import decisions_due
from rlbot.market.market_data import AgentPlan
from rlbot.market.normalizer import Normalizer
from rlbot.training.leakage import Fill, Pipeline, Row

NAMES = ("price", "volume", "rsi", "macd", "ema_10", "ema_50", "vix", "underlying")
ETF = AgentPlan("sac_etf", "TNA", "1d", "IWM", NAMES)
STOCK = AgentPlan("ppo_stock", "AAPL", "1d", None, NAMES[:-1])
DAY_NS = 86_400_000_000_000


def _rows(own: Sequence[Bar], values: Iterable[Sequence[float]]) -> list[Row]:
    return [Row(bar.known_ns, tuple(map(float, row)), bar.known_ns) for bar, row in zip(own, values, strict=True)]


def _own(batches: Sequence[Batch]) -> list[Bar]:
    return [bar for batch in batches for bar in batch.bars if bar.symbol == "TNA"]


def _by_day(batches: Sequence[Batch], symbol: str) -> dict[int, Bar]:
    return {bar.start_ns: bar for batch in batches for bar in batch.bars if bar.symbol == symbol}


def next_bar_leak(batches: Sequence[Batch]) -> list[Row]:
    """A row's inputs are those of the next bar."""
    due = list(decisions_due(ETF, batches))
    return [Row(a.ts_ns, b.inputs, a.available_ns) for a, b in pairwise(due)]


def next_bars_high_and_low(batches: Sequence[Batch]) -> list[Row]:
    """Where the close stands in a range that the next bar is already part of."""
    own = _own(batches)
    ranges = [(max(a.high, b.high), min(a.low, b.low)) for a, b in pairwise(own)] + [(own[-1].high, own[-1].low)] * bool(own)
    return _rows(own, ranges)


def two_sided_average(batches: Sequence[Batch]) -> list[Row]:
    """An average that is centred on its bar."""
    own = _own(batches)
    closes = np.array([bar.close for bar in own])
    return _rows(own, [[closes[max(0, k - 5) : k + 6].mean()] for k in range(len(own))])


def full_set_normalisation(batches: Sequence[Batch]) -> list[Row]:
    """Mean and spread of the whole set, evaluation included."""
    due = list(decisions_due(ETF, batches))
    normalizer = Normalizer.fitted(ETF.features, [one.inputs for one in due])
    return [Row(one.ts_ns, tuple(normalizer.normalised(one.inputs)), one.available_ns) for one in due]


def vix_of_the_same_day(batches: Sequence[Batch]) -> list[Row]:
    """Joined by date: the VIX of a day is known a quarter of an hour after the decision of that day."""
    own, vix = _own(batches), _by_day(batches, "VIX")
    return _rows(own, [[vix[bar.start_ns].close if bar.start_ns in vix else 0.0] for bar in own])


def mood_of_the_same_day(batches: Sequence[Batch]) -> list[Row]:
    """Joined by date: the mood of a day moves until the day is over, and is told with the next one's bars."""
    moods = {score.available_ns - DAY_NS: score.value or 0.0 for batch in batches for score in batch.scores}
    own = _own(batches)
    return _rows(own, [[moods.get(bar.start_ns, 0.0)] for bar in own])


def companion_of_the_next_instant(batches: Sequence[Batch]) -> list[Row]:
    """Takes the underlying's bar in one bar early."""
    own, beside = _own(batches), _by_day(batches, "IWM")
    features = FeatureSet(("underlying",), "TNA", "1d", "IWM")
    rows: list[tuple[float, ...]] = []
    for k, bar in enumerate(own):
        early = beside.get(own[k + 1].start_ns) if k + 1 < len(own) else None
        if early is not None:
            features._take(early)
        features.on_bar(bar)
        rows.append(features.inputs)
    return _rows(own, rows)


def backfilled_missing_values(batches: Sequence[Batch]) -> list[Row]:
    """A missing underlying is filled from the next one that came."""
    own, beside = _own(batches), _by_day(batches, "IWM")
    filled: list[float] = []
    later = 0.0
    for bar in reversed(own):
        later = beside[bar.start_ns].close if bar.start_ns in beside else later
        filled.append(later)
    return _rows(own, [[x] for x in reversed(filled)])


def history_ring_one_ahead(batches: Sequence[Batch]) -> list[Row]:
    """The lag of one bar points the other way."""
    own = _own(batches)
    returns = np.diff(np.log([bar.close for bar in own]), prepend=0.0)
    return _rows(own, np.stack([returns, np.roll(returns, -1)], axis=1))


def prices_adjusted_by_splits_to_come(batches: Sequence[Batch]) -> list[Row]:
    """Back-adjusted: today's price level says how many splits will follow."""
    rows: list[Row] = []
    factor = 1.0
    for batch in reversed(batches):
        rows += [Row(batch.ts_ns, (bar.close / factor,), batch.ts_ns) for bar in batch.bars if bar.symbol == "TNA"]
        for action in batch.actions:
            if isinstance(action, SplitApplied) and action.symbol == "TNA":
                factor *= action.factor
    return rows[::-1]


def drawdown_from_the_highest_of_all(batches: Sequence[Batch]) -> list[Row]:
    """Measured from a maximum that lies ahead."""
    own = _own(batches)
    highest = max((bar.close for bar in own), default=1.0)
    return _rows(own, [[bar.close / highest] for bar in own])


def normalizer_learns_in_evaluation(batches: Sequence[Batch]) -> list[Row]:
    """Each row teaches the normalizer before it is normalised: frozen it is not."""
    normalizer = Normalizer(ETF.features)
    builder = ObservationBuilder(ETF.features, 0, normalizer)
    rows: list[Row] = []
    for due in decisions_due(ETF, batches):
        normalizer.learn(due.inputs)
        builder.push(due.inputs)
        rows.append(Row(due.ts_ns, tuple(builder.market_row().tolist()), due.available_ns))
    return rows


def warm_up_far_too_short(batches: Sequence[Batch]) -> list[Row]:
    """An average over everything seen: it never settles."""
    own = _own(batches)
    volumes = np.cumsum([bar.volume for bar in own]) / np.arange(1, len(own) + 1)
    return _rows(own, volumes[:, None])


def value_stamped_too_late(batches: Sequence[Batch]) -> list[Row]:
    """Honest about its time, and used all the same."""
    return [Row(bar.known_ns, (bar.close,), bar.known_ns + 1) for bar in _own(batches)]


def decision_made_only_on_days_that_rise(batches: Sequence[Batch]) -> list[Row]:
    """Which rows there are depends on what comes next."""
    return [Row(a.known_ns, (a.close,), a.known_ns) for a, b in pairwise(_own(batches)) if b.close > a.close]


def fill_at_the_close_just_seen(batches: Sequence[Batch]) -> list[Row | Fill]:
    """Decided and filled at the same price and instant."""
    return [Fill(bar.known_ns, bar.known_ns, bar.close) for bar in _own(batches)]


def fill_at_the_close_just_seen_dated_next_bar(batches: Sequence[Batch]) -> list[Row | Fill]:
    """The same, dated as if it had waited."""
    return [Fill(b.known_ns, a.known_ns, a.close) for a, b in pairwise(_own(batches))]


def fill_at_the_next_open(batches: Sequence[Batch]) -> list[Row | Fill]:
    """As it should be: no mistake here."""
    return [Fill(b.known_ns, a.known_ns, b.open) for a, b in pairwise(_own(batches))]


Bug = Callable[[Sequence[Batch]], Iterable[Row | Fill]]
PLANTED: dict[Bug, str] = {
    next_bar_leak: "future",
    next_bars_high_and_low: "future",
    two_sided_average: "future",
    full_set_normalisation: "future",
    vix_of_the_same_day: "future",
    mood_of_the_same_day: "future",
    companion_of_the_next_instant: "future",
    backfilled_missing_values: "future",
    history_ring_one_ahead: "future",
    prices_adjusted_by_splits_to_come: "future",
    drawdown_from_the_highest_of_all: "future",
    normalizer_learns_in_evaluation: "history",
    warm_up_far_too_short: "history",
    value_stamped_too_late: "not_yet_known",
    decision_made_only_on_days_that_rise: "rows",
    fill_at_the_close_just_seen: "fill_time",
    fill_at_the_close_just_seen_dated_next_bar: "fill_price",
}


def factory(bug: Bug) -> Callable[[], Pipeline]:
    """A fresh pipeline of the bug."""
    return lambda: bug
