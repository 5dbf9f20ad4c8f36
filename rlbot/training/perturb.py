"""Ways to replace the future, and to lose bars: what the leakage suite throws at a pipeline."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping, Sequence

from msgspec.structs import replace

from rlbot.events.market import Bar, DividendPaid, SentimentScored, SplitApplied
from rlbot.market.calendar import DAY_NS
from rlbot.market.feeds.feed import Batch

Perturb = Callable[[Sequence[Batch], Sequence[Batch], random.Random], Sequence[Batch]]


def _mapped(after: Sequence[Batch], change: Callable[[Bar], Bar]) -> list[Batch]:
    return [replace(batch, bars=tuple(change(bar) for bar in batch.bars)) for batch in after]


def _times(bar: Bar, factor: float, volume: float) -> Bar:
    return replace(
        bar,
        open=bar.open * factor,
        high=bar.high * factor,
        low=bar.low * factor,
        close=bar.close * factor,
        volume=bar.volume * volume,
    )


def garbage(past: Sequence[Batch], after: Sequence[Batch], rng: random.Random) -> Sequence[Batch]:
    """Well-formed bars at senseless prices and volumes."""

    def change(bar: Bar) -> Bar:
        low = math.exp(rng.uniform(-3.0, 8.0))
        high = low * (1.0 + rng.random())
        open_, close = rng.uniform(low, high), rng.uniform(low, high)
        return replace(bar, open=open_, high=high, low=low, close=close, volume=float(rng.randrange(10**9)))

    return _mapped(after, change)


def nan(past: Sequence[Batch], after: Sequence[Batch], rng: random.Random) -> Sequence[Batch]:
    """Nothing but NaN."""
    return _mapped(after, lambda bar: _times(bar, math.nan, math.nan))


def scaled(past: Sequence[Batch], after: Sequence[Batch], rng: random.Random) -> Sequence[Batch]:
    """The same shape half as high again."""
    return _mapped(after, lambda bar: _times(bar, 1.5, 1.5))


def inside(past: Sequence[Batch], after: Sequence[Batch], rng: random.Random) -> Sequence[Batch]:
    """Every bar still opens where it did; its range, close and volume are others. A fill at an open costs the same."""

    def change(bar: Bar) -> Bar:
        close = bar.open * math.exp(rng.gauss(0.0, 0.2))
        high, low = max(bar.open, close) * (1.0 + rng.random()), min(bar.open, close) * (0.3 + 0.7 * rng.random())
        return replace(bar, high=high, low=low, close=close, volume=bar.volume * rng.uniform(2.0, 9.0))

    return _mapped(after, change)


def shuffled(past: Sequence[Batch], after: Sequence[Batch], rng: random.Random) -> Sequence[Batch]:
    """The same bars of each series in another order."""
    pools: dict[str, list[Bar]] = {}
    for batch in after:
        for bar in batch.bars:
            pools.setdefault(bar.symbol, []).append(bar)
    for pool in pools.values():
        rng.shuffle(pool)

    def change(bar: Bar) -> Bar:
        other = pools[bar.symbol].pop()
        return replace(bar, open=other.open, high=other.high, low=other.low, close=other.close, volume=other.volume)

    return _mapped(after, change)


def dividend(past: Sequence[Batch], after: Sequence[Batch], rng: random.Random) -> Sequence[Batch]:
    """Every symbol pays a tenth of its price at once."""
    if not after:
        return after
    first = after[0]
    session_ns = first.ts_ns - first.ts_ns % 86_400_000_000_000
    prices = {bar.symbol: bar.close for batch in past for bar in batch.bars}
    paid = tuple(DividendPaid(ts_ns=first.ts_ns, symbol=s, session_ns=session_ns, amount=0.1 * p) for s, p in prices.items())
    return [replace(first, actions=(*first.actions, *paid)), *after[1:]]


def split(past: Sequence[Batch], after: Sequence[Batch], rng: random.Random) -> Sequence[Batch]:
    """Every symbol splits 2:1 at once: what was as traded before stays as traded."""
    if not after:
        return after
    symbols = dict.fromkeys(bar.symbol for batch in after for bar in batch.bars)
    first = after[0]
    session_ns = first.ts_ns - first.ts_ns % 86_400_000_000_000
    splits = tuple(SplitApplied(ts_ns=first.ts_ns, symbol=s, session_ns=session_ns, factor=2.0) for s in symbols)
    halved = _mapped(after, lambda bar: _times(bar, 0.5, 2.0))
    return [replace(halved[0], actions=(*halved[0].actions, *splits)), *halved[1:]]


def mood(past: Sequence[Batch], after: Sequence[Batch], rng: random.Random) -> Sequence[Batch]:
    """Every later instant finds the market in another mood, known since its day began."""

    def scores(batch: Batch) -> tuple[SentimentScored, ...]:
        return (SentimentScored(ts_ns=batch.ts_ns, value=rng.uniform(-1.0, 1.0), available_ns=batch.ts_ns // DAY_NS * DAY_NS),)

    return [replace(batch, scores=scores(batch)) for batch in after]


def truncated(past: Sequence[Batch], after: Sequence[Batch], rng: random.Random) -> Sequence[Batch]:
    """No future at all: prefix equality."""
    return ()


def revised(past: Sequence[Batch], after: Sequence[Batch], rng: random.Random) -> Sequence[Batch]:
    """The last bar of each series comes a second time, corrected, one instant later."""
    if not after:
        return after
    last = {(bar.symbol, bar.interval): bar for batch in past for bar in batch.bars}
    known_ns = after[0].ts_ns
    corrected = [replace(_times(bar, 1.1, 1.0), known_ns=known_ns) for bar in last.values()]
    return [replace(after[0], bars=(*corrected, *after[0].bars)), *after[1:]]


PERTURBATIONS: Mapping[str, Perturb] = {
    "garbage": garbage,
    "nan": nan,
    "scaled": scaled,
    "inside": inside,
    "shuffled": shuffled,
    "split": split,
    "dividend": dividend,
    "mood": mood,
    "truncated": truncated,
    "revised": revised,
}


def punched(batches: Sequence[Batch], rng: random.Random, share: float = 0.15) -> tuple[Batch, ...]:
    """The same batches with about `share` of their bars missing."""
    return tuple(replace(batch, bars=tuple(bar for bar in batch.bars if rng.random() >= share)) for batch in batches)
