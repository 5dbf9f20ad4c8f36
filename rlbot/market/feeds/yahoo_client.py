"""Yahoo Finance through yfinance: a question in, plain rows out, every failure a typed refusal with a sentence.

It blocks, so the feed calls it in a thread. yfinance and pandas are imported on first use: a platform that never asks Yahoo
never pays for them (`benchmarks/bench_yahoo_memory.py` says how much).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from threading import Event as Pause
from typing import Any

from rlbot.clock import iso
from rlbot.events.base import Interval
from rlbot.market.calendar import DAY_NS
from rlbot.market.feeds.yahoo_answer import YahooAnswer, YahooProblem, YahooRow, answer_of, joined
from rlbot.market.feeds.yahoo_refusals import meta_of, named, nothing_there, problem_of
from rlbot.market.feeds.yahoo_session import YahooSession, quiet
from rlbot.market.instruments import INDICES, InstrumentRefused, instrument

__all__ = ["REACH_DAYS", "YAHOO_NAMES", "YahooAnswer", "YahooClient", "YahooProblem", "YahooRow"]

# How far back Yahoo answers, in days (ranaroussi/yfinance issues 383, 636, 1389): 30 for 1m, 60 for 5m and 15m; two days less,
# so that a question asked a little later or on the other side of midnight is still inside.
REACH_DAYS: dict[Interval, int] = {"1m": 28, "5m": 59, "15m": 59, "1d": 36_500}
MOST_DAYS_AT_ONCE: dict[Interval, int] = {"1m": 7}
PAUSE_S = 0.5  # between the parts of one question
YAHOO_NAMES = {name: f"^{name}" for name in INDICES} | {"SPX": "^GSPC"}
SYMBOL = re.compile(r"\^?[A-Z0-9][A-Z0-9.-]{0,14}")
SHARE_CLASS = re.compile(r"([A-Z]+)\.([A-Z])")  # BRK.B is BRK-B at Yahoo; suffixes of other exchanges were refused before


class YahooClient:
    """Fetches bars. `base_url` names a stand-in for Yahoo's hosts (tests, caches); empty means Yahoo itself.

    `cache`: a folder for whatever yfinance might write (nothing today); `timeout_s`: of one request; `pause`: waits that many
    seconds between the parts of a long question. Clients share nothing with each other.
    """

    def __init__(
        self,
        base_url: str = "",
        cache: Path | None = None,
        timeout_s: float = 10.0,
        pause: Callable[[float], object] | None = None,
    ) -> None:
        self._base_url = base_url.rstrip("/")
        self._cache = cache
        self._timeout_s = timeout_s
        self._pause = pause or Pause().wait
        self._session: YahooSession | None = None

    def fetch(self, symbol: str, interval: Interval, start_ns: int, end_ns: int) -> YahooAnswer | YahooProblem:
        """Bars of `symbol` that start in [start_ns, end_ns), unfinished ones included. Blocks up to the time-out per request.

        Minutes are asked for seven days at a time: more is refused by Yahoo.
        """
        if (refused := refused_symbol(symbol)) is not None:
            return refused
        answers: list[YahooAnswer] = []
        nothing: YahooProblem | None = None
        step = MOST_DAYS_AT_ONCE.get(interval, REACH_DAYS[interval]) * DAY_NS
        for part_ns in range(start_ns, end_ns, step):
            if part_ns > start_ns:
                self._pause(PAUSE_S)
            found = self._ask(symbol, interval, part_ns, min(part_ns + step, end_ns))
            if isinstance(found, YahooAnswer):
                answers.append(found)
            elif found.kind in ("empty", "too_old"):
                nothing = nothing or found
            else:
                return found
        if answers:
            return joined(answers)
        return nothing or YahooProblem(symbol, "empty", f"no time lies between {iso(start_ns)} and {iso(end_ns)}")

    def _ask(self, symbol: str, interval: Interval, start_ns: int, end_ns: int) -> YahooAnswer | YahooProblem:
        with quiet():
            try:
                session = self._session = self._session or YahooSession(self._base_url, self._cache, self._timeout_s)
                prices = session.prices(yahoo_name(symbol))
            except Exception as error:  # noqa: BLE001 - a broken or other yfinance is a refusal like any other
                return YahooProblem(symbol, "bad_answer", f"yfinance cannot be used ({named(error)}); install the locked one")
        with quiet():
            try:
                frame = prices.history(
                    start=_moment(interval, start_ns),
                    end=_moment(interval, end_ns),
                    interval=interval,
                    auto_adjust=False,
                    actions=True,
                    prepost=False,
                    keepna=True,
                )
                answer = answer_of(symbol, interval, frame)
            except Exception as error:  # noqa: BLE001 - whatever a web answer does to a parser becomes a refusal
                return problem_of(symbol, interval, session.status, meta_of(prices), error)
            meta = meta_of(prices)
        refused = instrument(symbol, str(meta["currency"])) if meta.get("currency") else None
        if isinstance(refused, InstrumentRefused):
            return YahooProblem(symbol, "currency", refused.reason.rstrip("."))
        return answer if answer.rows else nothing_there(symbol, interval)


def refused_symbol(symbol: str) -> YahooProblem | None:
    """Why that symbol is not even asked for: not a symbol, or listed in another currency."""
    if SYMBOL.fullmatch(symbol) is None:
        return YahooProblem(symbol, "not_found", f"{symbol!r} is not a symbol; write one such as AAPL, BRK.B or ^VIX")
    found = instrument(symbol)
    return YahooProblem(symbol, "currency", found.reason.rstrip(".")) if isinstance(found, InstrumentRefused) else None


def yahoo_name(symbol: str) -> str:
    """What Yahoo calls it."""
    return YAHOO_NAMES.get(symbol) or SHARE_CLASS.sub(r"\1-\2", symbol)


def first_in_reach_ns(interval: Interval, now_ns: int) -> int:
    """The earliest instant that Yahoo still answers for at `now_ns`."""
    return now_ns - REACH_DAYS[interval] * DAY_NS


def end_of_question_ns(interval: Interval, now_ns: int) -> int:
    """Up to where to ask at `now_ns`: a day is asked for by its date, and the end is exclusive."""
    return now_ns + (DAY_NS if interval == "1d" else 0)


def _moment(interval: Interval, ts_ns: int) -> Any:
    """yfinance reads dates in the exchange's zone: days are asked for by date, minutes by instant."""
    import pandas

    if interval == "1d":
        return iso(ts_ns)[:10]
    return pandas.Timestamp(ts_ns, unit="ns", tz="UTC")
