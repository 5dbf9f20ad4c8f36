"""A real-time bar with one thing wrong in it."""

from __future__ import annotations

from rlbot.bridge.fake_gateway.market.hours import BAR_S
from rlbot.bridge.fake_gateway.wire.codec import Field, Message

START, OPEN, HIGH, LOW, CLOSE, VOLUME = range(6)
KINDS = ("nan", "negative", "high", "low", "volume", "grid", "future", "repeat")


def broken(bar: Message, kind: str) -> Message:
    """`bar`: start, open, high, low, close, volume, … Raises KeyError for a kind there is none of."""
    start, open_, high, low = (float(bar[i] or 0) for i in (START, OPEN, HIGH, LOW))
    wrong: dict[str, tuple[int, Field]] = {
        "nan": (CLOSE, "nan"),
        "negative": (LOW, -1.0),
        "high": (HIGH, round(low - 0.05, 2)),
        "low": (LOW, round(max(open_, high) + 0.05, 2)),
        "volume": (VOLUME, -100),
        "grid": (START, int(start) + 2),
        "future": (START, int(start) + 3_600),
        "repeat": (START, int(start) - BAR_S),
    }
    place, value = wrong[kind]
    fields: list[Field] = list(bar)
    fields[place] = value
    return tuple(fields)
