"""Yahoo Finance through yfinance: one call, plain rows out, every failure a typed refusal with a sentence.

The only file that knows yfinance. It blocks, so the feed calls it in a thread. yfinance and pandas are imported on first use:
a platform that never asks Yahoo never pays for them (about 70 MiB).
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, Literal

import msgspec

from rlbot.events.base import INTERVAL_NS, Interval

DAY_NS = INTERVAL_NS["1d"]
# How far back Yahoo answers, in days (ranaroussi/yfinance issues 383, 636, 1389): 7 per request for 1m, 60 for 5m and 15m.
REACH_DAYS: dict[Interval, int] = {"1m": 7, "5m": 59, "15m": 59, "1d": 36_500}
YAHOO_NAMES = {"VIX": "^VIX", "SPX": "^GSPC"}

ProblemKind = Literal["not_found", "empty", "rate_limited", "unreachable", "bad_answer", "currency"]


class YahooRow(msgspec.Struct, frozen=True, gc=False):
    """One point as Yahoo sent it: split-adjusted prices; `start_ns` is the session date at 00:00Z for daily rows."""

    start_ns: int
    open: float
    high: float
    low: float
    close: float
    volume: float
    dividend: float
    split: float


class YahooAnswer(msgspec.Struct, frozen=True):
    """Rows in rising order. `dropped`: points without a full set of prices (Yahoo sends null for minutes without a trade)."""

    symbol: str
    interval: Interval
    rows: tuple[YahooRow, ...]
    dropped: int


class YahooProblem(msgspec.Struct, frozen=True):
    """Why there are no rows; `text` is a sentence with the way out."""

    symbol: str
    kind: ProblemKind
    text: str


class YahooClient:
    """Fetches bars. `base_url` names a stand-in for Yahoo's hosts (tests, caches); empty means Yahoo itself."""

    def __init__(self, base_url: str = "", cache: Path | None = None, timeout_s: float = 10.0) -> None:
        self._base_url = base_url.rstrip("/")
        self._cache = cache
        self._timeout_s = timeout_s
        self._session: Any = None

    def fetch(self, symbol: str, interval: Interval, start_ns: int, end_ns: int) -> YahooAnswer | YahooProblem:
        """Bars of `symbol` that start in [start_ns, end_ns). Blocks up to the time-out."""
        yf = self._yfinance()
        from yfinance.exceptions import YFPricesMissingError, YFRateLimitError, YFTzMissingError

        pandas = __import__("pandas")
        start = pandas.Timestamp(start_ns, unit="ns", tz="UTC")
        end = pandas.Timestamp(end_ns, unit="ns", tz="UTC")
        if interval == "1d":  # yfinance reads dates in the exchange's zone; hand it dates, not instants
            start, end = start.strftime("%Y-%m-%d"), end.strftime("%Y-%m-%d")
        name = YAHOO_NAMES.get(symbol, symbol)
        try:
            ticker = yf.Ticker(name, session=self._session)
            frame = ticker.history(
                start=start,
                end=end,
                interval=interval,
                auto_adjust=False,
                actions=True,
                prepost=False,
                keepna=True,
                timeout=self._timeout_s,
            )
            currency = ticker.history_metadata.get("currency") if not frame.empty else "USD"
        except YFRateLimitError:
            return YahooProblem(symbol, "rate_limited", "Yahoo answers 429 (too many requests); it is asked again in a minute")
        except (YFPricesMissingError, YFTzMissingError) as error:
            return self._missing(symbol, interval, str(error))
        except Exception as error:  # noqa: BLE001 - whatever a web answer does to a parser becomes a refusal
            return self._failed(symbol, error)
        if symbol not in YAHOO_NAMES and currency not in ("USD", None):
            return YahooProblem(symbol, "currency", f"{symbol} is quoted in {currency}; only USD instruments can be traded")
        answer = rows_of(symbol, interval, frame)
        if not answer.rows:
            return YahooProblem(
                symbol, "empty", f"Yahoo has no {interval} bars of {symbol} in that range (a weekend or a holiday)"
            )
        return answer

    def _yfinance(self) -> Any:
        import yfinance as yf

        if self._session is None:
            yf.config.debug.hide_exceptions = False
            __import__("logging").getLogger("yfinance").disabled = True  # its sentences are ours to phrase
            if self._cache is not None:
                self._cache.mkdir(parents=True, exist_ok=True)
                yf.set_tz_cache_location(str(self._cache))
            self._session = stand_in_session(self._base_url) if self._base_url else yf.data.new_session()
        return yf

    def _missing(self, symbol: str, interval: Interval, text: str) -> YahooProblem:
        lowered = text.lower()
        if "no timezone" in lowered or "not found" in lowered or "no data found" in lowered:
            return YahooProblem(
                symbol,
                "not_found",
                f"Yahoo does not know {symbol}, or it was delisted; check `symbol` in configs/agents/*.toml",
            )
        if "must be within" in lowered or "data not available" in lowered:
            return YahooProblem(symbol, "empty", f"Yahoo keeps no {interval} bars that old: {text}")
        return YahooProblem(
            symbol, "empty", f"Yahoo has no {interval} bars of {symbol} in that range (a weekend, a holiday, or delisted)"
        )

    def _failed(self, symbol: str, error: Exception) -> YahooProblem:
        kind = type(error).__name__
        if getattr(getattr(error, "response", None), "status_code", 0) == 404:
            return self._missing(symbol, "1d", "not found")
        if "JSON" in kind or isinstance(error, (KeyError, TypeError, ValueError, AttributeError, IndexError)):
            return YahooProblem(symbol, "bad_answer", f"Yahoo's answer for {symbol} could not be read ({kind}: {error})")
        return YahooProblem(
            symbol, "unreachable", f"Yahoo cannot be reached ({kind}); check the network, or use --feed csv or --feed synthetic"
        )


def rows_of(symbol: str, interval: Interval, frame: Any) -> YahooAnswer:
    """Plain rows of yfinance's frame; incomplete points are dropped and counted."""
    rows: list[YahooRow] = []
    dropped = 0
    for stamp, point in zip(frame.index, frame.to_dict("records"), strict=True):
        prices = (point["Open"], point["High"], point["Low"], point["Close"])
        if any(p is None or not math.isfinite(p) for p in prices):
            dropped += 1
            continue
        start_ns = stamp.tz_localize(None).normalize().value if interval == "1d" else stamp.tz_convert("UTC").value
        volume = float(point["Volume"])
        split = float(point.get("Stock Splits") or 0.0)
        rows.append(
            YahooRow(
                int(start_ns),
                float(prices[0]),
                float(prices[1]),
                float(prices[2]),
                float(prices[3]),
                volume,
                float(point.get("Dividends") or 0.0),
                split or 1.0,
            )
        )
    rows.sort(key=lambda r: r.start_ns)
    return YahooAnswer(symbol, interval, tuple(rows), dropped)


def stand_in_session(base_url: str) -> Any:
    """A requests session that sends every call for Yahoo's hosts to `base_url`, and nothing anywhere else."""
    from urllib.parse import urlsplit

    import requests

    class StandInSession(requests.Session):
        def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> requests.Response:  # type: ignore[override]
            return super().request(method, f"{base_url}{urlsplit(url).path}", *args, **kwargs)

    return StandInSession()
