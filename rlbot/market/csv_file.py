"""One file of bars, `timestamp,open,high,low,close,volume`: rows as numbers, read once, block by block.

About 0.7 µs a row: columns are converted as a whole, and a file holds few distinct dates and times of day, so both halves of a
timestamp are dictionary hits. A block that does not convert is gone through cell by cell, to name what is wrong with it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain
from math import nan
from pathlib import Path

from rlbot.clock import from_iso
from rlbot.market.calendar import DAY_NS, EPOCH_ORDINAL
from rlbot.market.data_error import DataError

HEADER = ["timestamp", "open", "high", "low", "close", "volume"]
MISSING = ("", "null", "none", "na")  # how tools write a value that is not there; float reads "nan" itself
MOST_QUOTED = 100  # characters of a file that turns out not to be one
BLOCK = 16_384  # characters in memory at a time, about 250 lines
YEARS = range(1900, 2101)
Row = tuple[int, float, float, float, float, float]


def rows(path: Path) -> Iterator[Row]:
    """(start_ns, open, high, low, close, volume) of every line, as written: nothing is sorted, repaired or left out.

    A missing value is NaN. Raises DataError for a missing file, another header, a line that is not a timestamp and five
    numbers, or text not in UTF-8.
    """
    return chain.from_iterable(_blocks(path))


def _blocks(path: Path) -> Iterator[list[Row]]:
    days, clocks = _Days(), _Clocks()
    try:
        with path.open(encoding="utf-8-sig") as file:
            _expect_header(path, file.readline())
            line = 1
            while lines := file.readlines(BLOCK):
                cells = _cells(lines)
                try:
                    block = _converted(cells, days, clocks)
                except ValueError:
                    block = _one_by_one(path, line, cells, days, clocks)
                yield block
                line += len(lines)
    except UnicodeDecodeError as error:
        raise DataError(f"{path} is not UTF-8 text (byte {error.start} of a block); save it as UTF-8 and try again.") from None
    except csv.Error as error:
        raise DataError(f"{path} is not a CSV file ({error}); expected {','.join(HEADER)!r} and one line a bar.") from None
    except OSError as error:
        raise DataError(f"{path} cannot be read ({error.strerror}); check that the file is there and readable.") from None


class _Days(dict[str, int]):
    """Date -> its 00:00Z."""

    def __missing__(self, day: str) -> int:
        found = date.fromisoformat(day)
        if found.year not in YEARS:
            raise ValueError(day)
        self[day] = ns = (found.toordinal() - EPOCH_ORDINAL) * DAY_NS
        return ns


class _Clocks(dict[str, int]):
    """What follows the date, zone included -> nanoseconds from 00:00Z."""

    def __missing__(self, clock: str) -> int:
        self[clock] = ns = from_iso("1970-01-01" + clock)
        return ns


def _cells(lines: Sequence[str]) -> list[list[str]]:
    """Each line's cells. Splitting takes half the time of the csv module, which is needed only where there are quotes."""
    if any('"' in line for line in lines):
        return list(csv.reader(lines))
    return [line.split(",") for line in lines]


def _converted(lines: Sequence[Sequence[str]], days: _Days, clocks: _Clocks) -> list[Row]:
    """Raises ValueError where a line is not six cells or a cell is not what it should be."""
    stamps, opens, highs, lows, closes, volumes = zip(*lines, strict=True)
    starts = [days[stamp[:10]] + clocks[stamp[10:]] for stamp in stamps]
    prices = map(float, opens), map(float, highs), map(float, lows), map(float, closes)
    return list(zip(starts, *prices, map(float, volumes), strict=True))


def _one_by_one(path: Path, line: int, lines: Sequence[Sequence[str]], days: _Days, clocks: _Clocks) -> list[Row]:
    """The same with blank lines passed over and missing values as NaN. `line`: the number of the line before the first."""
    found = []
    for number, row in enumerate(lines, line + 1):
        if any(cell.strip() for cell in row):
            stamp, *cells = row
            known = [repr(nan) if cell.strip().lower() in MISSING else cell for cell in cells]
            try:
                found += _converted([[stamp, *known]], days, clocks)
            except ValueError:
                raise DataError(_complaint(path, number, row)) from None
    return found


def _expect_header(path: Path, line: str) -> None:
    if not line.strip():
        raise DataError(f"{path} is empty; expected the header {','.join(HEADER)!r} and one line a bar.")
    if [cell.strip().lower() for cell in _cells([line])[0]] != HEADER:
        found = line.strip()[:MOST_QUOTED]
        raise DataError(f"{path}: the header is {found!r}, expected {','.join(HEADER)!r}: these six columns, in this order.")


def _complaint(path: Path, line: int, row: Sequence[str]) -> str:
    if len(row) != len(HEADER):
        return f"{path}, line {line} has {len(row)} cells, expected {len(HEADER)}: {','.join(HEADER)}. Mend or remove the line."
    for name, cell in zip(HEADER[1:], row[1:], strict=True):
        try:
            float(cell)
        except ValueError:
            if cell.strip().lower() not in MISSING:
                return f"{path}, line {line}: {name} is {cell[:MOST_QUOTED]!r}, expected a number. Mend or remove the line."
    return (
        f"{path}, line {line}: the timestamp is {row[0][:MOST_QUOTED]!r}, expected ISO 8601 UTC such as 2024-01-31T14:30:00Z. "
        "Mend or remove the line."
    )
