"""What the board knows that a person should look at before trading goes on: how old prices are, and what guards positions."""

from __future__ import annotations

from rlbot.monitoring.board_reader import BoardReader
from rlbot.monitoring.web.contract.control import ResumeCheck
from rlbot.monitoring.web.contract.status import FeedState

LATE_NS = 30_000_000_000  # from then on the page calls a price stale, where one is owed
GIVES_PRICES: frozenset[FeedState] = frozenset({"live", "replaying"})


def board_checks(reader: BoardReader) -> tuple[ResumeCheck, ...]:
    """None of them forbids a resume."""
    return _price_data(reader), _stops(reader)


def _price_data(reader: BoardReader) -> ResumeCheck:
    """Of every symbol that is traded: how long ago a price of it came."""
    feed, now_ns = reader.status().feed, reader.clock.now_ns()
    newest: dict[str, int] = {}
    for view in reader.board.state.agents.values():
        newest[view.symbol] = max(newest.get(view.symbol, 0), view.price_ns if view.price else 0)
    ages = ", ".join(f"{symbol} {_age(now_ns - at_ns) if at_ns else 'none yet'}" for symbol, at_ns in newest.items())
    if feed.state not in GIVES_PRICES:
        return ResumeCheck(name="price data", state="warn", detail=f"{feed.detail or feed.state}; {ages}")
    late = feed.owes_prices and any(now_ns - at_ns >= LATE_NS for at_ns in newest.values())
    return ResumeCheck(name="price data", state="warn" if late or not all(newest.values()) else "ok", detail=ages)


def _stops(reader: BoardReader) -> ResumeCheck:
    """A stop works for every share, or the position is named."""
    positions = reader.positions().items
    bare = ", ".join(f"{p.agent_id} {p.symbol}" for p in positions if not p.protected)
    if bare:
        return ResumeCheck(name="stops", state="warn", detail=f"no stop: {bare}")
    kept = ", ".join(f"{p.symbol} {abs(p.shares)}" for p in positions)
    return ResumeCheck(name="stops", state="ok", detail=f"{kept} protected" if kept else "no position open")


def _age(ns: int) -> str:
    """As the page says it: `0.4 s`, `48 s`, `17 min`, `3 h`."""
    seconds = max(ns, 0) / 1e9
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    if seconds < 119.5:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7170.0 else f"{seconds / 3600:.0f} h"
