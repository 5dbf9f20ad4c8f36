"""Keeps the gateway's history as a data folder, so that it warms features up like any other recording.

The gateway gives split-adjusted prices. What is stored is joined with new rows that go on from it, a corrected bar among them.
After a split they do not: the whole is asked for again and replaces the file, and the old one stays beside it under a tag.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from pathlib import Path

import msgspec

from rlbot.clock import iso
from rlbot.market.csv_file import HEADER, Row
from rlbot.market.csv_file import rows as rows_in
from rlbot.market.data_error import DataError
from rlbot.market.feeds.feed import Subscription
from rlbot.settings.atomic_file import replace_file

TOLERANCE = 2e-3  # two captures differ by late corrections of a cent, never by a split's factor


class Kept(msgspec.Struct, frozen=True):
    """`rows` in the file now; `tag`: the name of the old file where it disagreed."""

    rows: int
    tag: str = ""


def stored(folder: Path, series: Subscription) -> list[Row]:
    """What there is, in order; nothing where the file cannot be read: `keep` says what is wrong with it."""
    try:
        return sorted(rows_in(_path(folder, series)))
    except DataError:
        return []


def goes_on(old: Sequence[Row], new: Sequence[Row]) -> bool:
    """Whether rows go on from old ones; not after a split, nor where they share no bar.

    A split moves every close by one factor, a correction one or two of them: the middle of the ratios tells them apart.
    """
    closes = {row[0]: row[4] for row in old}
    ratios = [closes[row[0]] / row[4] for row in new if row[0] in closes]
    return not new or (bool(ratios) and abs(statistics.median(ratios) - 1.0) <= TOLERANCE)


def keep(folder: Path, series: Subscription, new: Sequence[Row]) -> Kept | DataError:
    """Join rows to `SYMBOL_INTERVAL.csv`, or replace it by them where they do not go on from it.

    Whatever goes wrong, what was stored stays whole.
    """
    path = _path(folder, series)
    try:
        old = list(rows_in(path)) if path.exists() else []
        tag = ""
        if old and not goes_on(old, new):
            tag = f"{path.stem}_asof{iso(old[-1][0])[:10].replace('-', '')}.csv"
            replace_file(path.with_name(tag), path.read_bytes())
            old = []
        joined = {row[0]: row for row in old} | {row[0]: row for row in new}
        lines = [",".join(HEADER)] + [_line(joined[start]) for start in sorted(joined)]
        replace_file(path, ("\n".join(lines) + "\n").encode())
    except OSError as error:
        return DataError(f"{path} cannot be written ({error.strerror}); free space or rights there and start again")
    except DataError as error:
        return error
    return Kept(len(joined), tag)


def _path(folder: Path, series: Subscription) -> Path:
    return folder / f"{series.symbol}_{series.interval}.csv"


def _line(row: Row) -> str:
    return f"{iso(row[0])},{row[1]!r},{row[2]!r},{row[3]!r},{row[4]!r},{row[5]!r}"
