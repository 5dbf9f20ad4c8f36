"""The bridge's retained state: published on every change and at least every 5 s; older than 15 s is stale."""

from __future__ import annotations

from typing import Literal

import msgspec

TOPIC = "state/bridge"
STALE_AFTER_NS = 15_000_000_000


class FeedState(msgspec.Struct, frozen=True, omit_defaults=True):
    """One feed, by symbol."""

    interval: str
    delayed: bool
    status: str
    age_ms: int | None = None


class BridgeState(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the bridge says of itself. The will (`process: offline`) carries nothing but `process` and `run`."""

    process: Literal["online", "offline"]
    run: str
    ts_ns: int = 0
    journal_id: str = ""
    last_jseq: int = 0
    gateway: Literal["connected", "connecting", "disconnected"] = "disconnected"
    since_ts_ns: int = 0
    ib_link: Literal["up", "down"] = "down"
    orders: Literal["open", "closed"] = "closed"
    orders_reason: str | None = None
    next_attempt_ts_ns: int | None = None
    farms: dict[str, str] = {}
    feeds: dict[str, FeedState] = {}
    accounts: tuple[str, ...] = ()
    server_version: int | None = None
    last_round_trip_ms: float | None = None
    epoch: int = 0
    queued: int = 0
    counters: dict[str, int] = {}
    rss_mib: float | None = None
