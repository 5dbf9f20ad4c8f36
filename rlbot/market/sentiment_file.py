"""A market's mood beside the bars: `FEAR_GREED_1d.csv`, a row a day: `timestamp,value` from 0 (fear) to 100 (greed), further
columns ignored.

The value of a day moves until the day is over, so it serves the next session and no other. Where that one is followed by a
session without a value of its own day before, nothing is known: missing is not neutral, and an old mood is not today's.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from math import isnan, nan
from pathlib import Path

import msgspec

from rlbot.clock import from_iso
from rlbot.events.market import SentimentScored
from rlbot.market.calendar import DAY_NS, NYSE
from rlbot.market.csv_file import MISSING, MOST_QUOTED
from rlbot.market.data_error import DataError

FILE_NAME = "FEAR_GREED_1d.csv"
HEADER = ["timestamp", "value"]
NEVER = 1 << 62


class Score(msgspec.Struct, frozen=True, gc=False):
    """-1..1, or None for unknown, from `available_ns` until the next score."""

    available_ns: int
    value: float | None


class ScoreCursor:
    """Scores not yet given out. Each instant takes the newest that is due; those it overtook are told by nobody."""

    def __init__(self, scores: Sequence[Score] = ()) -> None:
        self._scores = scores
        self._next = 0
        self.next_ns = scores[0].available_ns if scores else NEVER

    def take(self, ts_ns: int) -> tuple[SentimentScored, ...]:
        """What is news at `ts_ns`: one score or none."""
        if ts_ns < self.next_ns:
            return ()
        scores, following = self._scores, self._next
        while following < len(scores) and scores[following].available_ns <= ts_ns:
            following += 1
        due = scores[following - 1]
        self._next = following
        self.next_ns = scores[following].available_ns if following < len(scores) else NEVER
        return (SentimentScored(ts_ns=ts_ns, value=due.value, available_ns=due.available_ns),)


def read_scores(path: Path) -> tuple[Score, ...]:
    """The whole file. Raises DataError naming file, line and what was expected."""
    scores: list[Score] = []
    until_ns = NEVER  # when the last value is no longer any session's
    for day_ns, value in _days(path):
        if day_ns + DAY_NS > until_ns:
            scores.append(Score(until_ns, None))
        scores.append(Score(day_ns + DAY_NS, value / 50.0 - 1.0))
        until_ns = NYSE.next_session(NYSE.next_session(day_ns).day_ns).day_ns
    if scores:
        scores.append(Score(until_ns, None))
    return tuple(scores)


def _days(path: Path) -> Iterator[tuple[int, float]]:
    """Day at 00:00Z and value 0..100, rising by day; a row without a value is a day without one."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.reader(file)
            header = [cell.strip().lower() for cell in next(reader, [])]
            if header[:2] != HEADER:
                found = ",".join(header)[:MOST_QUOTED]
                raise DataError(f"{path}: the header is {found!r}, expected {','.join(HEADER)!r} and one line a day.")
            last_ns = -NEVER
            for row in reader:
                if not any(cell.strip() for cell in row):
                    continue
                where = f"{path}, line {reader.line_num}"
                try:
                    day_ns = from_iso(row[0].strip()) // DAY_NS * DAY_NS
                    text = row[1].strip()
                    value = nan if text.lower() in MISSING else float(text)
                except (ValueError, IndexError, OverflowError):
                    quoted = ",".join(row)[:MOST_QUOTED]
                    raise DataError(f"{where}: {quoted!r}; expected a date and a number from 0 to 100.") from None
                if day_ns <= last_ns:
                    raise DataError(f"{where}: {row[0]} does not come after the line before; sort the file, one line a day.")
                last_ns = day_ns
                if isnan(value):
                    continue
                if not 0.0 <= value <= 100.0:
                    raise DataError(f"{where}: the value is {text!r}, expected a number from 0 (fear) to 100 (greed).")
                yield day_ns, value
    except (OSError, csv.Error) as error:
        raise DataError(f"{path} cannot be read: {error}.") from None
    except UnicodeDecodeError as error:
        raise DataError(f"{path} is not UTF-8 text (byte {error.start}); save it as UTF-8.") from None
