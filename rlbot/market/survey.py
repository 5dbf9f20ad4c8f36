"""A first reading of a file of bars, before anything trades on it: is it whole, what does it cover, is it split-adjusted?"""

from __future__ import annotations

from pathlib import Path

import msgspec

from rlbot.clock import iso
from rlbot.market.corporate_actions import SymbolActions, is_adjusted
from rlbot.market.csv_file import rows
from rlbot.market.data_error import DataError

MOST_OUT_OF_ORDER = 0.2  # beyond this share the file is sorted otherwise, not merely flawed
MOST_UNUSABLE = 0.5


class Survey(msgspec.Struct, frozen=True):
    """What a file holds. `adjusted`: its prices are split-adjusted, so as-traded prices are `price * factor_after(day)`."""

    rows: int
    first_ns: int
    last_ns: int
    adjusted: bool


def survey(path: Path, actions: SymbolActions) -> Survey:
    """Read the whole file once, about 1.5 µs a row. Raises DataError for what no bar-by-bar check can mend."""
    count = out_of_order = unusable = 0
    first_ns = last_ns = 0
    close_before = 0.0
    split: tuple[int, float] | None = None
    adjusted: bool | None = None
    for start_ns, open_, _, low, close, _ in rows(path):
        if count == 0:
            first_ns = last_ns = start_ns
            split = next((s for s in actions.splits if s[0] > start_ns), None)
        count += 1
        if start_ns < last_ns:
            out_of_order += 1
        else:
            last_ns = start_ns
        if not (low > 0.0 and 0.0 < open_ < 1e300 and 0.0 < close < 1e300):
            unusable += 1
            continue
        if split is not None and adjusted is None and start_ns >= split[0] and close_before > 0.0:
            adjusted = is_adjusted(split[1], close_before, open_)
        close_before = close
    if count == 0:
        raise DataError(f"{path} has a header but no rows; fetch the data again or remove the file.")
    if out_of_order > MOST_OUT_OF_ORDER * count:
        raise DataError(
            f"{path} is not sorted: {out_of_order} of {count} rows are older than one before; sort it, oldest first."
        )
    if unusable > MOST_UNUSABLE * count:
        raise DataError(
            f"{path}: {unusable} of {count} rows from {iso(first_ns)} on have no usable price; fetch the data again."
        )
    return Survey(count, first_ns, last_ns, bool(adjusted))
