"""Bars by rule and recorded bars, merged into batches as a feed would give them."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec.structs import replace

from rlbot.events.base import INTERVAL_NS, Interval
from rlbot.events.market import Bar, DividendPaid, SplitApplied
from rlbot.market.calendar import DAY_NS, NYSE, Session
from rlbot.market.csv_file import rows
from rlbot.market.feeds.feed import Batch
from rlbot.market.sentiment_file import Score, ScoreCursor

VIX_LATER_NS = 900_000_000_000
START_NS = 1_262_563_200_000_000_000  # 2010-01-04


def sessions(count: int) -> list[Session]:
    """The first `count` sessions from 2010-01-04 on."""
    found = [NYSE.session(START_NS)]
    while len(found) < count:
        last = found[-1]
        assert last is not None
        found.append(NYSE.next_session(last.day_ns))
    return [one for one in found if one is not None]


def bar(symbol: str, start_ns: int, known_ns: int, close: float, interval: Interval = "1d", volume: float = 1e6) -> Bar:
    """A bar that opened 0.2 % below its close."""
    end = interval == "1d"
    return Bar(
        symbol, interval, start_ns, known_ns, close * 0.998, close * 1.004, close * 0.994, close, volume, session_end=end
    )


def wandering(symbol: str, count: int, seed: int, level: float = 100.0, spread: float = 0.015) -> list[Bar]:
    """`count` daily bars of a random walk; the VIX is known a quarter of an hour after the close."""
    rng = random.Random(seed)
    later = VIX_LATER_NS if symbol == "VIX" else 0
    result: list[Bar] = []
    for session in sessions(count):
        level *= math.exp(rng.gauss(0.0, spread))
        volume = 0.0 if symbol == "VIX" else float(rng.randrange(500_000, 3_000_000))
        result.append(bar(symbol, session.day_ns, session.close_ns + later, level, volume=volume))
    return result


def recorded(folder: Path, symbol: str, interval: Interval, first_ns: int, last_ns: int, tag: str = "") -> list[Bar]:
    """Regular-hours bars of one file whose start lies in [first_ns, last_ns)."""
    result: list[Bar] = []
    for start_ns, open_, high, low, close, volume in rows(folder / f"{symbol}_{interval}{tag}.csv"):
        if not first_ns <= start_ns < last_ns or (session := NYSE.session(start_ns)) is None:
            continue
        daily = interval == "1d"
        known_ns = session.close_ns + (VIX_LATER_NS if symbol == "VIX" else 0) if daily else start_ns + INTERVAL_NS[interval]
        if not daily and not session.open_ns <= start_ns < session.close_ns:
            continue
        end = daily or known_ns >= session.close_ns
        result.append(Bar(symbol, interval, start_ns, known_ns, open_, high, low, close, volume, session_end=end))
    return result


def merged(*series: Iterable[Bar], actions: Sequence[SplitApplied | DividendPaid] = ()) -> list[Batch]:
    """One batch per instant; an action comes with the first bar of its session."""
    by_instant: dict[int, list[Bar]] = {}
    for bars in series:
        for one in bars:
            by_instant.setdefault(one.known_ns, []).append(one)
    left = sorted(actions, key=lambda a: a.session_ns)
    batches: list[Batch] = []
    for ts_ns in sorted(by_instant):
        due = [action for action in left if action.session_ns <= ts_ns]
        left = left[len(due) :]
        batches.append(Batch(ts_ns, tuple(by_instant[ts_ns]), tuple(due)))
    return batches


def moody(batches: Sequence[Batch], seed: int = 9) -> list[Batch]:
    """The same batches with the mood of the day before; about every tenth day has none."""
    rng = random.Random(seed)
    days = sorted({one.start_ns for batch in batches for one in batch.bars})
    scores = [Score(day + DAY_NS, rng.uniform(-1.0, 1.0) if rng.random() < 0.9 else None) for day in days]
    cursor = ScoreCursor(scores)
    return [replace(batch, scores=cursor.take(batch.ts_ns)) for batch in batches]
