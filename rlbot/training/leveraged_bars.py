"""Bars of a leveraged ETF that follow its underlying's path through the day, for the years before the fund existed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

import numpy as np
from msgspec.structs import replace

from rlbot.events.market import Bar, DividendPaid, SplitApplied
from rlbot.market.data_error import DataError
from rlbot.market.feeds.feed import Batch
from rlbot.training.leveraged import LeveragedModel, fit_spread, model_for

TYPICAL_PRICE = 60.0  # USD: the made series is scaled to this median, so that lots and per-share fees are of usual size
LEAST = 0.05  # a made price never falls below this fraction of the last session's close


def on_underlying(batches: Sequence[Batch], symbol: str, underlying: str, beta: float) -> tuple[list[Batch], LeveragedModel]:
    """`batches` with bars of `symbol` made from those of `underlying`, and the model that made them.

    Real bars of `symbol` among them serve to fit the spread and the volume, and are left out. Raises DataError.
    """
    mine, theirs = _total_returns(batches, symbol), _total_returns(batches, underlying)
    if len(theirs) < 2:
        raise DataError(f"there are no bars of {underlying} to make {symbol} from; add {underlying} to the data.")
    days = np.array(sorted(mine.keys() & theirs.keys()), np.int64)
    model = fit_spread(
        model_for(symbol, underlying, beta),
        np.array([theirs[d][0] for d in days]),
        np.array([mine[d][0] for d in days]),
        days,
    )
    traded = median([mine[d][1] / theirs[d][1] for d in days if theirs[d][1] > 0.0] or [1.0])
    made = list(_made(batches, symbol, underlying, model, 1.0, traded))
    closes = [bar.close for batch in made for bar in batch.bars if bar.symbol == symbol]
    return list(_made(batches, symbol, underlying, model, TYPICAL_PRICE / median(closes), traded)), model


def _made(
    batches: Sequence[Batch], symbol: str, underlying: str, model: LeveragedModel, price: float, traded: float
) -> Iterator[Batch]:
    last, base = price, 0.0  # the fund's and the underlying's close of the last session, the latter in today's shares
    paid = 0.0
    for batch in batches:
        for action in batch.actions:
            if action.symbol == underlying:
                if isinstance(action, SplitApplied):
                    base /= action.factor
                    paid /= action.factor
                elif isinstance(action, DividendPaid):
                    paid += action.amount
        bars: list[Bar] = []
        for bar in batch.bars:
            if bar.symbol == underlying:
                drift = float(model.drift(np.array([bar.start_ns]))[0])
                fund = _fund_bar(bar, symbol, model.beta, drift, last, base or bar.open, paid, traded)
                bars.append(fund)
                if bar.session_end:
                    last, base, paid = fund.close, bar.close, 0.0
            if bar.symbol != symbol:
                bars.append(bar)
        actions = tuple(action for action in batch.actions if action.symbol != symbol)
        yield Batch(batch.ts_ns, tuple(bars), actions, scores=batch.scores)


def _fund_bar(bar: Bar, symbol: str, beta: float, drift: float, last: float, base: float, paid: float, traded: float) -> Bar:
    def at(price: float) -> float:
        return last * max(1.0 + beta * ((price + paid) / base - 1.0) + drift, LEAST)

    open_, close = at(bar.open), at(bar.close)
    high, low = (at(bar.high), at(bar.low)) if beta > 0.0 else (at(bar.low), at(bar.high))
    volume = float(round(bar.volume * bar.close * traded / close))
    return replace(bar, symbol=symbol, open=open_, high=high, low=low, close=close, volume=volume)


def _total_returns(batches: Sequence[Batch], symbol: str) -> dict[int, tuple[float, float]]:
    """Simple return with dividends and USD traded, by session (`start_ns` of its last bar)."""
    found: dict[int, tuple[float, float]] = {}
    base, paid, value = 0.0, 0.0, 0.0
    for batch in batches:
        for action in batch.actions:
            if action.symbol == symbol:
                if isinstance(action, SplitApplied):
                    base /= action.factor
                    paid /= action.factor
                elif isinstance(action, DividendPaid):
                    paid += action.amount
        for bar in batch.bars:
            if bar.symbol == symbol:
                value += bar.volume * bar.close
                if bar.session_end:
                    if base > 0.0:
                        found[bar.start_ns] = ((bar.close + paid) / base - 1.0, value)
                    base, paid, value = bar.close, 0.0, 0.0
    return found
