"""The root of every message: frozen, typed, stamped with the time it speaks of."""

from __future__ import annotations

from typing import Literal

import msgspec

Interval = Literal["1m", "5m", "15m", "1d"]
Action = Literal["buy", "sell", "hold"]
Side = Literal["buy", "sell"]
Purpose = Literal["entry", "reduce", "protect", "flatten"]

INTERVAL_NS: dict[Interval, int] = {
    "1m": 60_000_000_000,
    "5m": 300_000_000_000,
    "15m": 900_000_000_000,
    "1d": 86_400_000_000_000,
}


class Event(msgspec.Struct, frozen=True, kw_only=True, tag=True, gc=False):
    """A fact, in the past tense. `ts_ns`: when it became known, UTC nanoseconds."""

    ts_ns: int


class Command(msgspec.Struct, frozen=True, kw_only=True, tag=True, gc=False):
    """An order to the platform, in the imperative. `origin` names who asked (dashboard, shell, telegram, watchdog)."""

    ts_ns: int
    origin: str
