"""Markets that a test makes up: rows of a walk, with splits and early closes where they are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from rlbot.clock import iso
from rlbot.market.calendar import NYSE
from tests.app.homes import sessions
from tests.e2e.reference import Bar

FIVE_MINUTES_NS = 300_000_000_000
HEAD = "timestamp,open,high,low,close,volume"


def walk(stamps: Sequence[str], seed: int, step: float = 0.012, start: float = 100.0) -> list[Bar]:
    """A random walk with gaps at the open; prices with four decimals."""
    rng = np.random.default_rng(seed)
    close = start
    bars = []
    for stamp in stamps:
        open_ = round(close * float(np.exp(rng.normal(0.0, step * 0.7))), 4)
        close = round(open_ * float(np.exp(rng.normal(0.0, step))), 4)
        high = round(max(open_, close) * (1.0 + abs(float(rng.normal(0.0, step * 0.5)))), 4)
        low = round(min(open_, close) * (1.0 - abs(float(rng.normal(0.0, step * 0.5)))), 4)
        bars.append(Bar(stamp, open_, high, low, close))
    return bars


def days(count: int, start_ns: int = 1_577_836_800_000_000_000) -> list[str]:
    """Stamps of daily rows."""
    return [iso(session.day_ns) for session in sessions(start_ns, count)]


def five_minutes(first: str, last: str) -> list[str]:
    """Stamps of every regular 5-minute bar between two dates, early closes respected."""
    from rlbot.clock import from_iso

    stamps = []
    for session in NYSE.sessions_between(from_iso(first), from_iso(last)):
        stamps += [iso(ns) for ns in range(session.open_ns, session.close_ns, FIVE_MINUTES_NS)]
    return stamps


def adjusted(bars: Sequence[Bar], splits: Sequence[tuple[str, float]]) -> list[Bar]:
    """The same rows as a vendor shows them after the splits."""
    shown = []
    for bar in bars:
        factor = float(np.prod([value for day, value in splits if day > bar.day])) if splits else 1.0
        shown.append(Bar(bar.stamp, bar.open / factor, bar.high / factor, bar.low / factor, bar.close / factor))
    return shown


def split_on(bars: Sequence[Bar], day: str, factor: float) -> list[Bar]:
    """The rows as traded: from `day` on at 1/factor of their price."""
    return [
        Bar(b.stamp, b.open / factor, b.high / factor, b.low / factor, b.close / factor) if b.day >= day else b for b in bars
    ]


def write(folder: Path, name: str, bars: Sequence[Bar], volume: int = 50_000_000) -> Path:
    """A data folder's file, prices in full precision."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [HEAD, *(f"{b.stamp},{b.open!r},{b.high!r},{b.low!r},{b.close!r},{volume}" for b in bars)]
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def random_script(bars: Sequence[Bar], seed: int, weights: Sequence[float], share: float = 0.15) -> list[tuple[str, float]]:
    """Rows on some of the bars."""
    rng = np.random.default_rng(seed)
    return [(b.stamp, float(rng.choice(weights))) for b in bars if rng.random() < share]
