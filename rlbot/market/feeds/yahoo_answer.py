"""What comes out of one question to Yahoo: plain rows and actions, or a problem with a sentence."""

from __future__ import annotations

import math
from typing import Any, Literal

import msgspec

from rlbot.events.base import INTERVAL_NS, Interval
from rlbot.market.calendar import DAY_NS, NYSE
from rlbot.market.instruments import close_delay_ns

SECOND_NS = 1_000_000_000
# How long after its end a bar may still change: Yahoo is some seconds behind, and the closing auction is reported within a
# minute. All bars that end with the session share the longer time, so that they come together.
SETTLE_NS = 5 * SECOND_NS
CLOSE_SETTLE_NS = 60 * SECOND_NS

ProblemKind = Literal["not_found", "empty", "too_old", "rate_limited", "unreachable", "bad_answer", "currency", "storage"]


class YahooRow(msgspec.Struct, frozen=True, gc=False):
    """One point as Yahoo sent it: split-adjusted prices; `start_ns` is the session date at 00:00Z for daily rows."""

    start_ns: int
    open: float
    high: float
    low: float
    close: float
    volume: float


class YahooAction(msgspec.Struct, frozen=True, gc=False):
    """A split (new shares per old) or a dividend (cash per split-adjusted share) with its ex-date at 00:00Z."""

    day_ns: int
    kind: Literal["split", "dividend"]
    value: float


class YahooAnswer(msgspec.Struct, frozen=True):
    """Rows and actions in rising order. `dropped`: points without a full set of prices (null where nobody traded)."""

    symbol: str
    interval: Interval
    rows: tuple[YahooRow, ...]
    actions: tuple[YahooAction, ...] = ()
    dropped: int = 0


class YahooProblem(msgspec.Struct, frozen=True):
    """Why there are no rows; `text` is a sentence with the way out, without its full stop."""

    symbol: str
    kind: ProblemKind
    text: str


def known_ns(symbol: str, interval: Interval, start_ns: int) -> int:
    """When that bar is finished; a row on a day without a session counts as finished (the reader drops it)."""
    if interval != "1d":
        return start_ns + INTERVAL_NS[interval]
    session = NYSE.session(start_ns)
    return start_ns if session is None else session.close_ns + close_delay_ns(symbol)


def settled_ns(symbol: str, interval: Interval, start_ns: int) -> int:
    """From when on that bar will not change any more."""
    end_ns = known_ns(symbol, interval, start_ns)
    session = NYSE.session(start_ns)
    closing = session is not None and end_ns >= session.close_ns
    return end_ns + (CLOSE_SETTLE_NS if closing else SETTLE_NS)


def is_settled(symbol: str, interval: Interval, start_ns: int, now_ns: int) -> bool:
    """Whether that bar is finished and will not change any more."""
    return settled_ns(symbol, interval, start_ns) <= now_ns


def answer_of(symbol: str, interval: Interval, frame: Any) -> YahooAnswer:
    """yfinance's frame as plain values; incomplete points are dropped and counted, their actions are kept."""
    rows: dict[int, YahooRow] = {}
    actions: list[YahooAction] = []
    dropped = 0
    for stamp, point in zip(frame.index, frame.to_dict("records"), strict=True):
        day_ns = int(stamp.tz_localize(None).normalize().as_unit("ns").value)
        split, dividend = _number(point.get("Stock Splits")), _number(point.get("Dividends"))
        if split > 0.0 and split != 1.0:
            actions.append(YahooAction(day_ns, "split", split))
        if dividend > 0.0:
            actions.append(YahooAction(day_ns, "dividend", dividend))
        open_, high, low, close = (_number(point.get(name)) for name in ("Open", "High", "Low", "Close"))
        if not (open_ > 0.0 and high > 0.0 and low > 0.0 and close > 0.0):
            dropped += 1
            continue
        start_ns = day_ns if interval == "1d" else int(stamp.tz_convert("UTC").as_unit("ns").value)
        rows[start_ns] = YahooRow(start_ns, open_, high, low, close, max(_number(point.get("Volume")), 0.0))
    return YahooAnswer(symbol, interval, tuple(rows[key] for key in sorted(rows)), in_order(actions), dropped)


def in_order(actions: list[YahooAction]) -> tuple[YahooAction, ...]:
    """By date, on one date the split first, each once."""
    unique = {(action.day_ns, action.kind == "dividend"): action for action in actions}
    return tuple(unique[key] for key in sorted(unique))


def joined(answers: list[YahooAnswer]) -> YahooAnswer:
    """Several answers about one series as one; of a point that is in two, the later answer's counts."""
    rows = {row.start_ns: row for answer in answers for row in answer.rows}
    actions = in_order([action for answer in answers for action in answer.actions])
    dropped = sum(answer.dropped for answer in answers)
    return YahooAnswer(answers[0].symbol, answers[0].interval, tuple(rows[key] for key in sorted(rows)), actions, dropped)


def last_day_ns(answer: YahooAnswer) -> int:
    """The day of its last row."""
    return answer.rows[-1].start_ns // DAY_NS * DAY_NS


def _number(value: Any) -> float:
    """A finite number, else 0."""
    number = float(value) if isinstance(value, (int, float)) else 0.0
    return number if math.isfinite(number) else 0.0
