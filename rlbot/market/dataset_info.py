"""What a data folder holds and what is wrong with it: the rows of `rlbot data list` and `rlbot data check`."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from rlbot.clock import iso
from rlbot.events.base import Interval
from rlbot.events.market import BarFault, BarGapFound, BarRejected
from rlbot.market.bars import BarValidator
from rlbot.market.calendar import DAY_NS, NYSE
from rlbot.market.data_error import DataError
from rlbot.market.data_folder import DataFolder
from rlbot.market.price_series import PriceSeries
from rlbot.market.sentiment_file import FILE_NAME as SCORES_NAME

SCORES_SYMBOL = "FEAR_GREED"
SHOWN = 20  # refused bars, and gaps, told of one by one, per file, unless all are asked for
WAYS_OUT: dict[BarFault, str] = {
    "not_finite": "fill the value in, or remove the row",
    "not_positive": "correct the value, or remove the row",
    "high_low": "correct the row from another source, or remove it",
    "bad_print": "compare with another source and correct or remove the row; a split belongs into CORPORATE_ACTIONS.csv",
    "unit_error": "convert the row (pence, cents, a split applied twice); a split belongs into CORPORATE_ACTIONS.csv",
    "duplicate": "keep one row of each timestamp",
    "out_of_order": "sort the file, oldest first",
    "off_grid": "stamp a daily row with its session's date at 00:00Z, an intraday one with the start of its bar",
}


class DatasetInfo(msgspec.Struct, frozen=True):
    """One file. `error`: why it cannot be used at all, as a sentence; then every count is 0.

    After a check: `bars` good ones, `faults` refused ones by fault (`outside_hours` are dropped rows, no fault of the file),
    `missing` bars that the calendar owes, `zero_volume` and `repeated` kept ones. `examples`: sentences about the first refused
    rows, the first row after the header being row 1; `gaps`: likewise, without `more_gaps`; `advice`: by fault, what to do
    about it.
    """

    symbol: str
    interval: Interval
    file: str
    rows: int = 0
    first: str = ""
    last: str = ""
    adjusted: bool = False
    splits: int = 0
    error: str = ""
    checked: bool = False
    bars: int = 0
    missing: int = 0
    zero_volume: int = 0
    repeated: int = 0
    faults: dict[str, int] = {}
    examples: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    more_gaps: int = 0
    advice: dict[str, str] = {}


def scores_info(folder: DataFolder, shown: int = SHOWN) -> DatasetInfo | None:
    """The file of the market's mood, if there is one: its rows are days with a value, `missing` the sessions without."""
    if not folder.has_scores:
        return None
    try:
        known = [score for score in folder.scores() if score.value is not None]
    except DataError as error:
        return DatasetInfo(SCORES_SYMBOL, "1d", SCORES_NAME, error=str(error))
    if not known:
        return DatasetInfo(SCORES_SYMBOL, "1d", SCORES_NAME, error=f"{folder.path / SCORES_NAME} has no day with a value.")
    days = {score.available_ns - DAY_NS for score in known}
    first, last = min(days), max(days)
    missing = [one for one in NYSE.sessions_between(first, last) if one.day_ns not in days]
    gaps = tuple(f"no value for the session of {iso(one.day_ns)[:10]}: unknown in the one after it" for one in missing[:shown])
    return DatasetInfo(
        SCORES_SYMBOL,
        "1d",
        SCORES_NAME,
        len(days),
        iso(first),
        iso(last),
        bars=len(days),
        missing=len(missing),
        gaps=gaps,
        more_gaps=len(missing) - len(gaps),
    )


def datasets(folder: DataFolder, check: bool = False, shown: int = SHOWN) -> Iterator[DatasetInfo]:
    """Every file of the folder, in order of name; with `check` each is read through the validator (about 5 µs a row).

    `shown`: of each file so many refused rows, and so many gaps, are told of one by one.
    """
    for (symbol, interval), path in folder.files.items():
        try:
            series = folder.series(symbol, interval)
        except DataError as error:
            yield DatasetInfo(symbol, interval, path.name, error=str(error))
            continue
        kept = series.survey
        inside = [day for day, _ in series.actions.splits if kept.first_ns < day <= kept.last_ns]
        info = DatasetInfo(
            symbol, interval, path.name, kept.rows, iso(kept.first_ns), iso(kept.last_ns), kept.adjusted, len(inside)
        )
        yield _checked(series, info, shown) if check else info


def _checked(series: PriceSeries, info: DatasetInfo, shown: int) -> DatasetInfo:
    validator = BarValidator(info.symbol, info.interval)
    examples: list[str] = []
    gaps: list[str] = []
    more_gaps = 0
    for event in series.events(validator):
        if isinstance(event, BarRejected) and len(examples) < shown:
            row = validator.accepted + sum(validator.faults.values())  # each row is one or the other
            examples.append(f"row {row} ({iso(event.start_ns)}) is left out, {event.fault}: {event.detail}")
        elif isinstance(event, BarGapFound):
            if len(gaps) >= shown:
                more_gaps += 1
                continue
            bars = "1 bar is" if event.missing == 1 else f"{event.missing} bars are"
            gaps.append(f"{bars} missing between {iso(event.after_ns)} and {iso(event.before_ns)}")
    return msgspec.structs.replace(
        info,
        checked=True,
        bars=validator.accepted,
        missing=validator.missing,
        zero_volume=validator.zero_volume,
        repeated=validator.repeated,
        faults=dict(validator.faults),
        examples=tuple(examples),
        gaps=tuple(gaps),
        more_gaps=more_gaps,
        advice={fault: WAYS_OUT[fault] for fault in sorted(validator.faults) if fault in WAYS_OUT},
    )
