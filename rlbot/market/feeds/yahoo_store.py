"""Keeps Yahoo's bars as a data folder (`SYMBOL_INTERVAL.csv`, `CORPORATE_ACTIONS.csv`), so that they replay like any other.

Yahoo re-adjusts all its history at each split. Stored rows are therefore joined with new ones only where the overlap agrees; if
it does not, or there is none, the old file stays beside the new one under a tag, which every reader ignores.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from math import isfinite
from pathlib import Path

import msgspec

from rlbot.clock import iso
from rlbot.events.base import Interval
from rlbot.market.calendar import DAY_NS
from rlbot.market.corporate_actions import FILE_NAME as ACTIONS
from rlbot.market.csv_file import HEADER, Row
from rlbot.market.csv_file import rows as rows_in
from rlbot.market.data_error import DataError
from rlbot.market.feeds.yahoo_actions import actions_with, csv_of
from rlbot.market.feeds.yahoo_answer import YahooAnswer, YahooProblem, YahooRow, is_settled, last_day_ns
from rlbot.market.feeds.yahoo_client import YahooClient, end_of_question_ns, first_in_reach_ns, refused_symbol
from rlbot.settings.atomic_file import replace_file

OVERLAP_NS = 5 * DAY_NS  # asked for again behind the last stored bar: a session is in it whatever the holidays
OVERLAP_TOLERANCE = 2e-3  # closes of two captures differ by rounding and late corrections, never by a split's factor
MOST_APART = 0.05  # of the closes in both


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
    """Download up to `days` of history (as far as Yahoo reaches) and join it to what is stored. Blocks.

    Only finished bars are stored. Whatever goes wrong, what was stored stays whole.
    """
    if (refused := refused_symbol(symbol)) is not None:
        return refused
    path = folder / f"{symbol}_{interval}.csv"
    old = _read(path)
    wanted_ns = max(now_ns - days * DAY_NS, first_in_reach_ns(interval, now_ns))
    start_ns = _start_ns(interval, old or [], wanted_ns, now_ns)
    answer = _finished(client, symbol, interval, start_ns, now_ns)
    if isinstance(answer, YahooAnswer) and start_ns > wanted_ns and not agrees(old or [], answer.rows):
        answer = _finished(client, symbol, interval, wanted_ns, now_ns)
    if isinstance(answer, YahooProblem):
        return answer
    try:
        return _store(path, old, answer)
    except OSError as error:
        said = error.strerror or type(error).__name__
        return YahooProblem(
            symbol, "storage", f"{folder} cannot be written ({said}); free space or rights there and fetch again"
        )
    except DataError as error:
        return YahooProblem(symbol, "storage", str(error).rstrip("."))


def agrees(old: Sequence[Row], new: Sequence[YahooRow]) -> bool:
    """Whether the captures tell the same prices where both have rows (the last stored row may since have been corrected).

    Without a common row they do not: a split may lie between.
    """
    closes = {row[0]: row[4] for row in old[:-1]}
    both = [(closes[row.start_ns], row.close) for row in new if row.start_ns in closes]
    apart = sum(abs(a / b - 1.0) > OVERLAP_TOLERANCE for a, b in both)
    return apart <= MOST_APART * len(both) if both else not closes


def _start_ns(interval: Interval, old: Sequence[Row], wanted_ns: int, now_ns: int) -> int:
    """From where to ask, so that stored and new overlap; minutes that are stored already are not asked for again."""
    if not old:
        return wanted_ns
    overlap_ns = max(old[-1][0] - OVERLAP_NS, first_in_reach_ns(interval, now_ns))
    stored = interval != "1d" and old[0][0] <= wanted_ns + OVERLAP_NS
    return overlap_ns if stored else min(overlap_ns, wanted_ns)


def _finished(client: YahooClient, symbol: str, interval: Interval, start_ns: int, now_ns: int) -> YahooAnswer | YahooProblem:
    answer = client.fetch(symbol, interval, start_ns, end_of_question_ns(interval, now_ns))
    if isinstance(answer, YahooProblem):
        return answer
    rows = tuple(row for row in answer.rows if is_settled(symbol, interval, row.start_ns, now_ns))
    if not rows:
        return YahooProblem(symbol, "empty", f"Yahoo has no finished {interval} bars of {symbol} yet")
    return msgspec.structs.replace(answer, rows=rows)


def _read(path: Path) -> list[Row] | None:
    """What is stored; None for a file that cannot be read: it is not ours to repair, so it is kept under a tag."""
    if not path.exists():
        return []
    try:
        found = sorted(rows_in(path))
    except DataError:
        return None
    return found if all(isfinite(row[4]) and isfinite(row[5]) for row in found) else None


def _store(path: Path, old: list[Row] | None, answer: YahooAnswer) -> Stored:
    new = {r.start_ns: (r.start_ns, r.open, r.high, r.low, r.close, r.volume) for r in answer.rows}
    actions = actions_with(path.parent, answer)
    tag: Path | None = None
    if old is None or not agrees(old, answer.rows):
        tag = _tagged(path, old[-1][0] if old else last_day_ns(answer))
        old = []
    joined = {row[0]: row for row in old} | new
    rows = [joined[key] for key in sorted(joined)]
    content = csv_of(HEADER, [f"{iso(r[0])},{r[1]!r},{r[2]!r},{r[3]!r},{r[4]!r},{int(r[5])}" for r in rows])
    try:
        replace_file(path, content)
    except OSError:
        if tag is not None:
            tag.unlink(missing_ok=True)
        raise
    # Prices before actions: a crash between the two leaves prices on one level, only without the newest split's event.
    if actions is not None:
        replace_file(path.parent / ACTIONS, actions)
    replaced = "" if tag is None else tag.name
    return Stored(answer.symbol, answer.interval, len(rows), rows[0][0], rows[-1][0], answer.dropped, replaced)


def _tagged(path: Path, last_ns: int) -> Path:
    """The old file under a second name, until the new one takes its place."""
    name = f"{path.stem}_asof{iso(last_ns)[:10].replace('-', '')}"
    tag, number = path.with_name(f"{name}.csv"), 1
    while tag.exists():
        number += 1
        tag = path.with_name(f"{name}_{number}.csv")
    try:
        os.link(path, tag)
    except OSError:  # a file system without links
        shutil.copyfile(path, tag)
    return tag
