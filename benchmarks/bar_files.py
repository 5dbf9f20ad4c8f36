"""Recorded bars for benchmarks: files `SYMBOL_INTERVAL.csv` of the synthetic market, as `rlbot up --feed csv` reads them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from benchmarks.trading_world import PreparedFeed
from rlbot.clock import from_iso, iso
from rlbot.events.market import Bar
from rlbot.market.feeds.feed import Subscription
from rlbot.market.feeds.synthetic import SyntheticFeed

HEADER = "timestamp,open,high,low,close,volume\n"


def write_minutes(folder: Path, bars: int) -> None:
    """About `bars` minute bars of AAPL and the daily VIX beside them."""
    _write(folder, (bar for batch in PreparedFeed(bars).batches() for bar in batch.bars))


def write_days(folder: Path, symbols: Iterable[str], first: str = "2010-01-04", last: str = "2024-12-31") -> None:
    """Daily bars of the symbols, as a data folder of a newcomer holds them."""
    series = [Subscription(symbol, "1d") for symbol in symbols]
    feed = SyntheticFeed(series, 7, from_iso(first), from_iso(last))
    _write(folder, (bar for batch in feed.batches() for bar in batch.bars))


def _write(folder: Path, bars: Iterable[Bar]) -> None:
    lines: dict[str, list[str]] = {}
    for bar in bars:
        stamp = iso(bar.start_ns)
        row = f"{stamp},{bar.open!r},{bar.high!r},{bar.low!r},{bar.close!r},{bar.volume:.0f}\n"
        lines.setdefault(f"{bar.symbol}_{bar.interval}.csv", [HEADER]).append(row)
    for name, rows in lines.items():
        (folder / name).write_text("".join(rows), encoding="utf-8")
