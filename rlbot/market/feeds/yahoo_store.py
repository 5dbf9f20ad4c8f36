"""Keeps Yahoo's bars as a data folder (`SYMBOL_INTERVAL.csv`, `CORPORATE_ACTIONS.csv`), so that they replay like any other.

Yahoo re-adjusts all its history at each split. Stored rows are therefore joined with new ones only where the overlap agrees; if
it does not, the old file stays beside the new one under a tag, which every reader ignores.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from rlbot.clock import from_iso, iso
from rlbot.events.base import INTERVAL_NS, Interval
from rlbot.market.calendar import NYSE
from rlbot.market.feeds.yahoo_client import DAY_NS, REACH_DAYS, YahooAnswer, YahooClient, YahooProblem, YahooRow
from rlbot.market.instruments import close_delay_ns

HEAD = "timestamp,open,high,low,close,volume"
ACTIONS = "CORPORATE_ACTIONS.csv"
OVERLAP_TOLERANCE = 2e-3  # closes of two captures differ by rounding and late corrections, never by a split's factor


class Stored(msgspec.Struct, frozen=True):
    """What a fetch left in the folder. `replaced`: name of the old file if the new rows disagreed with it."""

    symbol: str
    interval: Interval
    rows: int
    from_ns: int
    to_ns: int
    dropped: int
    replaced: str = ""


def fetch_into(
    folder: Path, client: YahooClient, symbol: str, interval: Interval, now_ns: int, days: int
) -> Stored | YahooProblem:
    """Download up to `days` of history (as far as Yahoo reaches) and join it to what is stored."""
    reach = min(days, REACH_DAYS[interval])
    answer = client.fetch(symbol, interval, now_ns - reach * DAY_NS, now_ns + DAY_NS)
    if isinstance(answer, YahooProblem):
        return answer
    finished = [row for row in answer.rows if known_ns(symbol, interval, row.start_ns) <= now_ns]
    if not finished:
        return YahooProblem(symbol, "empty", f"Yahoo has no finished {interval} bars of {symbol} yet")
    answer = msgspec.structs.replace(answer, rows=tuple(finished))
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{symbol}_{interval}.csv"
    old = _read(path)
    agreed = agrees(old, answer.rows)
    replaced = ""
    if old and not agreed:
        replaced = f"{symbol}_{interval}_asof{iso(old[-1].start_ns)[:10].replace('-', '')}.csv"
        path.replace(folder / replaced)
        old = []
    first = answer.rows[0].start_ns
    rows = [r for r in old if r.start_ns < first] + list(answer.rows)
    _write(path, HEAD, (f"{iso(r.start_ns)},{r.open!r},{r.high!r},{r.low!r},{r.close!r},{int(r.volume)}" for r in rows))
    _store_actions(folder / ACTIONS, answer)
    return Stored(symbol, interval, len(rows), rows[0].start_ns, rows[-1].start_ns, answer.dropped, replaced)


def known_ns(symbol: str, interval: Interval, start_ns: int) -> int:
    """When that bar is finished; a row on a day without a session counts as finished (the reader drops it)."""
    if interval != "1d":
        return start_ns + INTERVAL_NS[interval]
    session = NYSE.session(start_ns)
    return start_ns if session is None else session.close_ns + close_delay_ns(symbol)


def agrees(old: Sequence[YahooRow], new: Sequence[YahooRow]) -> bool:
    """Whether the captures tell the same prices where both have rows (the last stored row may since have been corrected)."""
    closes = {r.start_ns: r.close for r in old[:-1]}
    both = [(closes[r.start_ns], r.close) for r in new if r.start_ns in closes]
    if not both:
        return True
    apart = sum(abs(a / b - 1.0) > OVERLAP_TOLERANCE for a, b in both)
    return apart * 20 <= len(both)


def _read(path: Path) -> list[YahooRow]:
    if not path.is_file():
        return []
    rows = []
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            try:
                prices = (float(row["open"]), float(row["high"]), float(row["low"]), float(row["close"]))
                rows.append(YahooRow(from_iso(row["timestamp"]), *prices, float(row["volume"]), 0.0, 1.0))
            except (KeyError, ValueError, TypeError):
                return []  # not ours to repair: the new rows replace it, the old file is kept under a tag
    return rows


def _store_actions(path: Path, answer: YahooAnswer) -> None:
    """Join this symbol's splits and dividends to the folder's actions; other symbols' rows stay as they are."""
    lines: list[str] = []
    if path.is_file():
        lines = [line for line in path.read_text(encoding="utf-8").splitlines()[1:] if line]
    first = answer.rows[0].start_ns
    kept = [line for line in lines if not (line.startswith(f"{answer.symbol},") and line.split(",")[1] >= iso(first)[:10])]
    fresh = []
    for row in answer.rows:
        date = iso(row.start_ns)[:10]
        if row.split != 1.0:
            fresh.append(f"{answer.symbol},{date},split,{row.split!r}")
        if row.dividend != 0.0:
            fresh.append(f"{answer.symbol},{date},dividend,{row.dividend!r}")
    if answer.interval == "1d":  # intraday answers repeat a day's action on one of its bars; the daily file is the record
        _write(path, "symbol,date,action,value", [*kept, *fresh])


def _write(path: Path, head: str, lines: Iterable[str]) -> None:
    """Whole or not at all."""
    temporary = path.with_name(path.name + ".part")
    with temporary.open("w", encoding="utf-8") as file:
        file.write(head + "\n")
        for line in lines:
            file.write(line + "\n")
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
