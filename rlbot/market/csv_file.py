"""One file of bars, `timestamp,open,high,low,close,volume`: rows as numbers, read once, line by line.

About 1 µs a row: a file holds few distinct dates and times of day, so both halves of a timestamp are dictionary hits.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from rlbot.clock import from_iso
from rlbot.market.calendar import DAY_NS, EPOCH_ORDINAL
from rlbot.market.data_error import DataError

HEADER = ["timestamp", "open", "high", "low", "close", "volume"]
MOST_QUOTED = 100  # characters of a file that turns out not to be one
Row = tuple[int, float, float, float, float, float]


def rows(path: Path) -> Iterator[Row]:
    """(start_ns, open, high, low, close, volume) of every line, as written: nothing is sorted, repaired or left out.

    Raises DataError for a missing file, another header, a line that is not a timestamp and five numbers, or text not in UTF-8.
    """
    days: dict[str, int] = {}
    clocks: dict[str, int] = {}
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.reader(file)
            header = [cell.strip().lower() for cell in next(reader, [])]
            if not header:
                raise DataError(f"{path} is empty; expected the header {','.join(HEADER)!r} and one line a bar.")
            if header != HEADER:
                found = ",".join(header)[:MOST_QUOTED]
                raise DataError(f"{path}: the header is {found!r}, expected {','.join(HEADER)!r}. Mend the file's first line.")
            for row in reader:
                try:
                    stamp, open_, high, low, close, volume = row
                    day, clock = stamp[:10], stamp[10:]
                    if day not in days:
                        days[day] = (date.fromisoformat(day).toordinal() - EPOCH_ORDINAL) * DAY_NS
                    if clock not in clocks:
                        clocks[clock] = from_iso("1970-01-01" + clock)
                    bar = days[day] + clocks[clock], float(open_), float(high), float(low), float(close), float(volume)
                except ValueError:
                    if not row:
                        continue
                    raise DataError(_complaint(path, reader.line_num, row)) from None
                yield bar
    except UnicodeDecodeError as error:
        raise DataError(f"{path} is not UTF-8 text (byte {error.start} of a block); save it as UTF-8 and try again.") from None
    except csv.Error as error:
        raise DataError(f"{path} is not a CSV file ({error}); expected {','.join(HEADER)!r} and one line a bar.") from None
    except OSError as error:
        raise DataError(f"{path} cannot be read ({error.strerror}); check that the file is there and readable.") from None


def _complaint(path: Path, line: int, row: list[str]) -> str:
    if len(row) != len(HEADER):
        return f"{path}, line {line} has {len(row)} cells, expected {len(HEADER)}: {','.join(HEADER)}. Mend or remove the line."
    for name, cell in zip(HEADER[1:], row[1:], strict=True):
        try:
            float(cell)
        except ValueError:
            return f"{path}, line {line}: {name} is {cell[:MOST_QUOTED]!r}, expected a number. Mend or remove the line."
    return (
        f"{path}, line {line}: the timestamp is {row[0][:MOST_QUOTED]!r}, expected ISO 8601 UTC such as 2024-01-31T14:30:00Z."
    )
