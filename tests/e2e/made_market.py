"""Rows of a made-up stock on real sessions: as traded in memory, as traded or split-adjusted in the file."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import exchange_calendars

from tests.e2e.reference import Bar

HEADER = "timestamp,open,high,low,close,volume\n"
Action = tuple[str, str, float]  # day, "split" or "dividend", value per as-traded share


@cache
def sessions(first: str, last: str) -> tuple[tuple[str, str, str], ...]:
    """(day, open, close) as ISO text in UTC, half-days included."""
    calendar = exchange_calendars.get_calendar("XNYS", start="2014-01-02")
    days = calendar.sessions_in_range(first, last)
    text = "%Y-%m-%dT%H:%M:%SZ"
    return tuple(
        (
            day.strftime("%Y-%m-%d"),
            calendar.session_open(day).strftime(text),
            calendar.session_close(day).strftime(text),
        )
        for day in days
    )


def daily(seed: int, first: str, last: str, actions: Sequence[Action] = (), wild: float = 1.0) -> list[Bar]:
    """One row a session; a split divides the price on its day."""
    chance = random.Random(seed)
    bars, price = [], 200.0
    for day, _, _ in sessions(first, last):
        for when, kind, value in actions:
            if when == day:
                price = price / value if kind == "split" else price - value
        bar = _bar(chance, f"{day}T00:00:00Z", price, 0.009 * wild, 0.014 * wild)
        bars.append(bar)
        price = bar.close
    return bars


def minutes(seed: int, first: str, last: str, step: int = 5, actions: Sequence[Action] = ()) -> list[Bar]:
    """One row every `step` minutes of every session, stamped with its start; a half-day ends early."""
    chance = random.Random(seed)
    bars, price = [], 150.0
    for day, opened, closed in sessions(first, last):
        price *= 1 + chance.gauss(0, 0.008)
        for when, kind, value in actions:
            if when == day:
                price = price / value if kind == "split" else price - value
        now, end = _minute(opened), _minute(closed)
        while now < end:
            bar = _bar(chance, f"{day}T{now // 60:02}:{now % 60:02}:00Z", price, 0.0004, 0.002)
            bars.append(bar)
            price = bar.close
            now += step
    return bars


def write(path: Path, bars: Sequence[Bar], splits: Sequence[Action] = ()) -> None:
    """`splits` given: write prices as if every split had always been. What is read back is what was written."""
    lines = [HEADER]
    for bar in bars:
        factor = 1.0
        for day, kind, value in splits:
            if kind == "split" and day > bar.day:
                factor *= value
        prices = ",".join(f"{value / factor:.10g}" for value in (bar.open, bar.high, bar.low, bar.close))
        lines.append(f"{bar.stamp},{prices},{int(1_000_000 * factor)}\n")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(lines), encoding="utf-8")


def read(path: Path, splits: Sequence[Action] = ()) -> list[Bar]:
    """Rows as traded: an adjusted file's prices times the splits still to come."""
    bars = []
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        stamp, *cells = line.split(",")
        factor = 1.0
        for day, kind, value in splits:
            if kind == "split" and day > stamp[:10]:
                factor *= value
        open_, high, low, close = (float(cell) * factor for cell in cells[:4])
        bars.append(Bar(stamp, open_, high, low, close))
    return bars


def write_actions(path: Path, symbol: str, actions: Sequence[Action], *, raw: bool) -> None:
    """`raw`: dividends as paid then; else per today's share, as an adjusted source gives them."""
    lines = ["symbol,date,action,value\n"]
    for day, kind, value in actions:
        after = 1.0
        for other, what, factor in actions:
            if what == "split" and other > day:
                after *= factor
        name = kind if kind == "split" or not raw else "dividend_raw"
        lines.append(f"{symbol},{day},{name},{value if kind == 'split' or raw else value / after!r}\n")
    path.write_text("".join(lines), encoding="utf-8")


def script(seed: int, bars: Sequence[Bar], share: float, *, shorts: bool) -> list[tuple[str, float]]:
    """Orders at some of the bars' stamps, the last bar's among them."""
    chance = random.Random(seed)
    low = -1.0 if shorts else 0.0
    stamps = [bar.stamp for bar in bars[:-1] if chance.random() < share] + [bars[-1].stamp]
    return [(stamp, chance.choice([0.0, 1.0, round(chance.uniform(low, 1.0), 3)])) for stamp in stamps]


def write_script(path: Path, rows: Sequence[tuple[str, float]]) -> None:
    path.write_text("timestamp,target_weight\n" + "".join(f"{stamp},{weight}\n" for stamp, weight in rows), encoding="utf-8")


def day_after(day: str) -> str:
    """The next calendar day."""
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def _bar(chance: random.Random, stamp: str, price: float, gap: float, move: float) -> Bar:
    open_ = price * (1 + chance.gauss(0, gap))
    close = open_ * (1 + chance.gauss(0, move))
    high = max(open_, close) * (1 + abs(chance.gauss(0, move / 2)))
    low = min(open_, close) * (1 - abs(chance.gauss(0, move / 2)))
    return Bar(stamp, open_, high, low, close)


def _minute(stamp: str) -> int:
    return int(stamp[11:13]) * 60 + int(stamp[14:16])
