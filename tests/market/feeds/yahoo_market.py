"""Answers made in the layout of Yahoo's chart endpoint out of as-traded rows: what Yahoo would say at a given moment.

Split-adjusted 32-bit prices, days stamped at the session's opening, the running bar partial (minutes: off the grid), null
points, empty ranges without `timestamp`, and the limits on how far back and how much.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from typing import Any

from rlbot.clock import from_iso
from rlbot.events.base import INTERVAL_NS, Interval
from rlbot.market.calendar import DAY_NS, NYSE
from rlbot.market.csv_file import Row
from rlbot.market.instruments import close_delay_ns
from tests.market.feeds.yahoo_stand_in import NOT_FOUND, Asked, Reply, as_json, refusal

SECOND_NS = 1_000_000_000
DAY_S = DAY_NS // SECOND_NS
MINUTES_RULE = "1m data not available for startTime={} and endTime={}."
LIMITS = {"1m": 30, "5m": 60, "15m": 60}


class YahooMarket:
    """A market with a past, at a moment that `now` tells. `split`, `dividend`: what happened, as traded."""

    def __init__(self, now: Callable[[], int], currency: str = "USD") -> None:
        self.now = now
        self.currency = currency
        self.fault: Reply | None = None
        self.rows: dict[tuple[str, str], list[Row]] = {}
        self.nulls: set[tuple[str, int]] = set()
        self.hidden_from_ns: dict[str, int] = {}  # Yahoo is late with what starts there or after
        self._splits: dict[str, list[tuple[int, float]]] = {}
        self._dividends: dict[str, list[tuple[int, float]]] = {}

    def add(self, symbol: str, interval: Interval, rows: Sequence[Row]) -> YahooMarket:
        """A series in as-traded prices, under Yahoo's name of the symbol."""
        self.rows[symbol, interval] = list(rows)
        return self

    def split(self, symbol: str, day: str, factor: float) -> YahooMarket:
        """`factor` new shares for one from that day on; rows are given as they were traded."""
        self._splits.setdefault(symbol, []).append((from_iso(day), factor))
        return self

    def dividend(self, symbol: str, day: str, cash: float) -> YahooMarket:
        """Cash per share as paid on that day."""
        self._dividends.setdefault(symbol, []).append((from_iso(day), cash))
        return self

    def __call__(self, asked: Asked) -> Reply:
        if self.fault is not None:
            return self.fault
        if not any(symbol == asked.symbol for symbol, _ in self.rows):
            return NOT_FOUND
        return self._refused(asked) or as_json({"chart": {"result": [self._result(asked)], "error": None}})

    def _refused(self, asked: Asked) -> Reply | None:
        limit = LIMITS.get(asked.interval)
        said = MINUTES_RULE.format(asked.from_s, asked.to_s).replace("1m", asked.interval)
        if asked.interval == "1m" and asked.to_s - asked.from_s > 7 * DAY_S:
            said += " Only 7 days worth of 1m granularity data are allowed to be fetched per request."
        elif limit is not None and asked.from_s < self.now() // SECOND_NS - limit * DAY_S:
            said += f" The requested range must be within the last {limit} days."
        else:
            return None
        return refusal("Unprocessable Entity", said, 422)

    def _factor(self, symbol: str, day_ns: int) -> float:
        factor = 1.0
        for split_day, value in self._splits.get(symbol, ()):
            if day_ns < split_day <= self.now():
                factor *= value
        return factor

    def _result(self, asked: Asked) -> dict[str, Any]:
        now_ns, daily = self.now(), asked.interval == "1d"
        meta = self._meta(asked)
        points: list[tuple[int, list[float | None]]] = []
        for row in self.rows.get((asked.symbol, asked.interval), ()):
            session = NYSE.session(row[0])
            stamp_ns = session.open_ns if daily and session is not None else row[0]
            if not asked.from_s <= stamp_ns // SECOND_NS < asked.to_s or stamp_ns > now_ns:
                continue
            if row[0] >= self.hidden_from_ns.get(asked.symbol, 1 << 62):
                continue
            end_ns = stamp_ns + INTERVAL_NS[asked.interval]  # type: ignore[index]  # rows of it are kept, so it is one
            if daily and session is not None:
                end_ns = session.close_ns + close_delay_ns(asked.symbol)
            values = self._values(asked.symbol, row)
            if end_ns > now_ns:
                stamp_ns, values = (stamp_ns if daily else now_ns), _partial(values)
            points.append((stamp_ns // SECOND_NS, [None] * 5 if (asked.symbol, row[0]) in self.nulls else values))
        if not points:
            return {"meta": meta, "indicators": {"quote": [{}]}}
        names = ("open", "high", "low", "close", "volume")
        quote = {name: [values[i] for _, values in points] for i, name in enumerate(names)}
        indicators: dict[str, Any] = {"quote": [quote]}
        if daily:
            indicators["adjclose"] = [{"adjclose": quote["close"]}]
        result = {"meta": meta, "timestamp": [stamp for stamp, _ in points], "indicators": indicators}
        events = self._events(asked)
        return result | ({"events": events} if events else {})

    def _values(self, symbol: str, row: Row) -> list[float | None]:
        factor = self._factor(symbol, row[0] // DAY_NS * DAY_NS)
        return [*(_float32(price / factor) for price in row[1:5]), round(row[5] * factor)]

    def _events(self, asked: Asked) -> dict[str, Any]:
        events: dict[str, Any] = {}
        for name, found in (("dividends", self._dividends), ("splits", self._splits)):
            for day_ns, value in found.get(asked.symbol, ()):
                session = NYSE.session(day_ns)
                assert session is not None
                stamp = session.open_ns // SECOND_NS
                if not asked.from_s <= stamp < asked.to_s or session.open_ns > self.now():
                    continue
                one: dict[str, Any] = {"date": stamp}
                if name == "dividends":
                    one["amount"] = value / self._factor(asked.symbol, day_ns)
                else:
                    one |= {"numerator": value, "denominator": 1.0, "splitRatio": f"{value:g}:1"}
                events.setdefault(name, {})[str(stamp)] = one
        return events

    def _meta(self, asked: Asked) -> dict[str, Any]:
        kind = "INDEX" if asked.symbol.startswith("^") else "EQUITY"
        meta: dict[str, Any] = {
            "currency": self.currency,
            "symbol": asked.symbol,
            "exchangeName": "NMS",
            "instrumentType": kind,
            "firstTradeDate": 345479400,
            "regularMarketTime": self.now() // SECOND_NS,
            "gmtoffset": -18000,
            "timezone": "EST",
            "exchangeTimezoneName": "America/New_York",
            "regularMarketPrice": 1.0,
            "priceHint": 2,
            "dataGranularity": asked.interval,
            "range": "",
            "validRanges": ["1d", "5d", "1mo", "max"],
        }
        if asked.interval != "1d":
            sessions = NYSE.sessions_between(asked.from_s * SECOND_NS, asked.to_s * SECOND_NS)
            zone = {"timezone": "EST", "gmtoffset": -18000}
            meta["tradingPeriods"] = [
                [zone | {"start": s.open_ns // SECOND_NS, "end": s.close_ns // SECOND_NS}] for s in sessions
            ]
        return meta


def _float32(value: float) -> float:
    return float(struct.unpack("f", struct.pack("f", value))[0])


def _partial(values: Sequence[float | None]) -> list[float | None]:
    """A bar that has only begun: its last price is its open."""
    open_ = values[0]
    return [open_, open_, open_, open_, 1]
