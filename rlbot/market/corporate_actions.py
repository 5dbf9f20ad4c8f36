"""Splits and dividends: read from `CORPORATE_ACTIONS.csv` (`symbol,date,action,value`), given out per as-traded share.

Actions in the file: `split` (new shares per old), `dividend` (cash per share on split-adjusted shares), `dividend_raw`
(cash per share as paid then). Whether a price file is itself split-adjusted is read off its own earliest split (`is_adjusted`).
"""

from __future__ import annotations

import csv
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from math import log
from pathlib import Path

import msgspec

from rlbot.clock import from_iso
from rlbot.events.market import DividendPaid, SplitApplied
from rlbot.market.data_error import DataError

FILE_NAME = "CORPORATE_ACTIONS.csv"
HEADER = ["symbol", "date", "action", "value"]
WAY_OUT = "Mend or remove the line."
KINDS = ("split", "dividend", "dividend_raw")
MOST = {"split": 10_000.0, "dividend": 100_000.0, "dividend_raw": 100_000.0}  # beyond it no share split or paid: a slip


class Action(msgspec.Struct, frozen=True, gc=False):
    """One split or dividend. `day_ns`: its ex-date at 00:00Z; of `factor` and `cash` (per as-traded share) one is neutral."""

    day_ns: int
    factor: float = 1.0
    cash: float = 0.0

    def event(self, symbol: str, ts_ns: int) -> SplitApplied | DividendPaid:
        """The event that announces it, published at `ts_ns`."""
        if self.factor != 1.0:
            return SplitApplied(ts_ns=ts_ns, symbol=symbol, session_ns=self.day_ns, factor=self.factor)
        return DividendPaid(ts_ns=ts_ns, symbol=symbol, session_ns=self.day_ns, amount=self.cash)


class SymbolActions:
    """What happened to one symbol's shares, in order of date; on one date the split comes before the dividend."""

    def __init__(self, rows: Sequence[tuple[int, str, float]] = ()) -> None:
        """`rows`: (day_ns, kind, value) as in the file, in any order."""
        self.splits = sorted((day, value) for day, kind, value in rows if kind == "split")
        self._split_days = [day for day, _ in self.splits]
        self._after = [1.0]  # products of the factors still to come, newest first
        for _, factor in reversed(self.splits):
            self._after.append(self._after[-1] * factor)
        self._after.reverse()
        found = [Action(day, factor=factor) for day, factor in self.splits]
        for day, kind, value in rows:
            if kind == "dividend":
                found.append(Action(day, cash=value * self.factor_after(day)))
            elif kind == "dividend_raw":
                found.append(Action(day, cash=value))
        self.actions = sorted(found, key=lambda a: (a.day_ns, a.factor == 1.0))

    def factor_after(self, day_ns: int) -> float:
        """Today's shares per share of that day: the product of the splits after it."""
        return self._after[bisect_right(self._split_days, day_ns)]


NONE = SymbolActions()


def is_adjusted(factor: float, close_before: float, open_after: float) -> bool:
    """Whether prices around a split of `factor` are already adjusted: the overnight ratio is nearer to 1 than to 1/factor."""
    ratio = log(open_after / close_before)
    return abs(ratio) < abs(ratio + log(factor))


def read_actions(folder: Path) -> Mapping[str, SymbolActions]:
    """Actions by symbol; empty without the file. Raises DataError naming file, line and what was expected."""
    path = folder / FILE_NAME
    if not path.exists():
        return {}
    rows: dict[str, list[tuple[int, str, float]]] = {}
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.reader(file)
            header = next(reader, [])
            if [cell.strip().lower() for cell in header] != HEADER:
                raise DataError(
                    f"{path}: the header is {','.join(header)!r}, expected {','.join(HEADER)!r}. Mend its first line."
                )
            for row in reader:
                if any(cell.strip() for cell in row):
                    symbol, action = _parsed(path, reader.line_num, [cell.strip() for cell in row])
                    if action not in rows.setdefault(symbol, []):  # a row that stands twice counts once
                        rows[symbol].append(action)
    except (OSError, csv.Error) as error:
        raise DataError(f"{path} cannot be read: {error}.") from None
    except UnicodeDecodeError as error:
        raise DataError(f"{path} is not UTF-8 text (byte {error.start}); save it as UTF-8.") from None
    return {symbol: SymbolActions(found) for symbol, found in rows.items()}


def _parsed(path: Path, line: int, row: list[str]) -> tuple[str, tuple[int, str, float]]:
    try:
        symbol, day, kind, text = row
        value = float(text)
        day_ns = from_iso(day[:10])
    except ValueError:
        raise DataError(
            f"{path}, line {line}: {','.join(row)!r}; expected symbol,YYYY-MM-DD,action,number. {WAY_OUT}"
        ) from None
    kind = kind.lower()
    if kind not in KINDS:
        raise DataError(f"{path}, line {line}: unknown action {kind!r}; allowed: {', '.join(KINDS)}. {WAY_OUT}")
    if not 0.0 < value <= MOST[kind] or (kind == "split" and value < 1.0 / MOST[kind]):
        least = f"{1.0 / MOST[kind]:g}" if kind == "split" else "above 0"
        raise DataError(
            f"{path}, line {line}: the {kind} of {text!r} must be a number from {least} to {MOST[kind]:,.0f}. {WAY_OUT}"
        )
    return symbol.upper(), (day_ns, kind, value)
