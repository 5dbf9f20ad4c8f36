"""A failed question to Yahoo as one sentence: what happened, and the way out."""

from __future__ import annotations

from typing import Any

from rlbot.events.base import Interval
from rlbot.market.feeds.yahoo_answer import YahooProblem

OTHER_SOURCE = "or use --feed csv or --feed synthetic"
TOO_OLD = ("must be within", "data not available", "allowed to be fetched")
UNKNOWN = ("no data found", "not found", "may be delisted")


def problem_of(symbol: str, interval: Interval, status: int, meta: dict[str, Any], error: Exception) -> YahooProblem:
    """The refusal for a failed question. `status`: of the chart's last answer, 0 where none came; `meta`: what it told."""
    kind = type(error).__name__
    reason = " ".join(str(getattr(error, "yahoo_reason", None) or "").split())[:200]
    lowered = reason.lower()
    if status == 429 or kind == "YFRateLimitError":
        text = f"Yahoo answers 429 (too many requests) for {symbol}; wait some minutes before asking again, {OTHER_SOURCE}"
        return YahooProblem(symbol, "rate_limited", text)
    if status >= 500 or kind == "YFDataException":
        text = f"Yahoo is out of order (status {status}) for {symbol}; ask again later, {OTHER_SOURCE}"
        return YahooProblem(symbol, "unreachable", text)
    if status == 0 and isinstance(error, OSError):
        text = f"Yahoo cannot be reached for {symbol} ({kind}); check the network, {OTHER_SOURCE}"
        return YahooProblem(symbol, "unreachable", text)
    if any(words in lowered for words in TOO_OLD):
        text = f"Yahoo does not reach that far back for {interval} bars of {symbol}: {reason.rstrip('.')}"
        return YahooProblem(symbol, "too_old", text)
    if any(words in lowered for words in UNKNOWN) or _delisted(meta):
        text = f"Yahoo does not know {symbol}, or it was delisted; check `symbol` in configs/agents/*.toml"
        return YahooProblem(symbol, "not_found", text)
    if kind == "YFPricesMissingError" and not reason and "symbol" in meta:
        return nothing_there(symbol, interval)
    said = f": {reason.rstrip('.')}" if reason else f" ({named(error)})"
    text = f"Yahoo's answer for {symbol} {interval} cannot be used (status {status}){said}; ask again later, {OTHER_SOURCE}"
    return YahooProblem(symbol, "bad_answer", text)


def nothing_there(symbol: str, interval: Interval) -> YahooProblem:
    """The refusal for an answer without a single bar."""
    text = f"Yahoo has no {interval} bars of {symbol} in that range (a weekend, a holiday, or not traded then)"
    return YahooProblem(symbol, "empty", text)


def meta_of(prices: Any) -> dict[str, Any]:
    """What yfinance kept of the latest answer's `meta`, empty where there was none."""
    found = getattr(prices, "_history_metadata", None)
    return found if isinstance(found, dict) else {}


def named(error: Exception) -> str:
    """The exception's name and message on one line."""
    said = " ".join(str(error).split())[:120]
    return f"{type(error).__name__}: {said}" if said else type(error).__name__


def _delisted(meta: dict[str, Any]) -> bool:
    """Yahoo keeps a shell of a symbol that is gone: exchange YHD, no currency."""
    return meta.get("exchangeName") == "YHD" or ("currency" in meta and meta["currency"] is None)
