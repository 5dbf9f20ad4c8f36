"""The state of the whole: mode, halts, kill, run, feed, components, account."""

from __future__ import annotations

from typing import Literal

from rlbot.events.market import Source
from rlbot.monitoring.web.contract.base import Mode, Sent

ComponentState = Literal["ok", "busy", "warn", "error", "off"]
FeedState = Literal["connecting", "warming", "replaying", "live", "stale", "ended", "failed", "unknown"]
KillStage = Literal["off", "orders_blocked", "cancelling", "halted"]
Label = Literal["SIMULATED", "SYNTHETIC", "REPLAY", "IN SAMPLE"]


class Component(Sent, frozen=True, kw_only=True, gc=False):
    """One line of the health strip. `detail`: a few words for people (`4 ms`, `beat 1 s`, `not used in simulate`)."""

    name: str
    state: ComponentState
    detail: str
    as_of_ns: int


class FeedStatus(Sent, frozen=True, kw_only=True, gc=False):
    """Where bars come from. `market_ns`: when the newest bar became known (0: none yet). `synthetic`: show the label.

    `owes_prices`: every few seconds a price should come now, also between bars: a broker's feed while the exchange is open.
    """

    source: Source | None
    state: FeedState
    detail: str
    synthetic: bool
    owes_prices: bool
    market_ns: int
    as_of_ns: int


class RunInfo(Sent, frozen=True, kw_only=True, gc=False):
    """The run of the engine. `ended_reason` is empty while it goes on."""

    run_id: str
    feed: str
    resumed: bool
    started_ns: int
    ended_reason: str


class Halt(Sent, frozen=True, kw_only=True, gc=False):
    """No new risk, for the account (`agent_id` empty) or one agent. `limit` and `value` in the rule's own unit."""

    agent_id: str
    reason: str
    rule: str
    limit: float
    value: float
    since_ns: int


class KillProgress(Sent, frozen=True, kw_only=True, gc=False):
    """How far the kill has come: off → orders_blocked → cancelling n of m → halted (broker confirmed).

    `market_ns`: where the market's own time stood. `protected`: protective orders kept at the broker.
    `unprotected`: `agent symbol` of open positions without a stop.
    `confirmed_ns`: when the broker had confirmed every cancellation, 0 before.
    """

    stage: KillStage
    reason: str
    origin: str
    since_ns: int
    market_ns: int
    entries_total: int
    entries_cancelled: int
    confirmed_ns: int
    open_positions: int
    protected: int
    unprotected: tuple[str, ...]
    as_of_ns: int


class Account(Sent, frozen=True, kw_only=True, gc=False):
    """The sum of the sub-ledgers. `exposure`: gross position value over equity, leverage not counted."""

    currency: str
    equity: float | None
    cash: float | None
    exposure: float | None
    day_pnl: float | None
    day_pnl_fraction: float | None
    drawdown: float | None
    as_of_ns: int
    market_ns: int


class Status(Sent, frozen=True, kw_only=True, gc=False):
    """`halted`: new risk is blocked for the whole account, by a kill or a rule; `halt_reason` is one sentence, empty if
    not. `series`: every series that has bars, as `AAPL 1d`."""

    mode: Mode
    labels: tuple[Label, ...]
    halted: bool
    halt_reason: str
    killed: bool
    kill: KillProgress
    halts: tuple[Halt, ...]
    run: RunInfo
    feed: FeedStatus
    components: tuple[Component, ...]
    account: Account
    series: tuple[str, ...]
    unseen_alerts: int
    platform_version: str
    as_of_ns: int
    market_ns: int


class Health(Sent, frozen=True, kw_only=True, gc=False):
    """`ok` while the core makes progress. `age_s`: seconds since its last sign of life, null before the first."""

    ok: bool
    reason: str
    age_s: float | None
    as_of_ns: int
