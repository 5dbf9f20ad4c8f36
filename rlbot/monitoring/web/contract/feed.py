"""The live feed, `GET /ws`: JSON text frames, discriminated by `type`; what an update carries by `kind`.

The browser says `hello` first (within 3 s); the platform answers `snap`, or `resumed` and what was missed. Then `d`
frames, at most one every 50 ms, and `hb` every 2 s even when idle. Two counters, `state` and `events`: each update carries
its own number `q` and `pq`, the number of the update before it that this client was sent. `pq` other than the last one
seen is a gap: say `hello` again. Close codes: 4401 session not known, 4400 not a valid hello, 1013 too slow (come back
with `last`), 1001 the platform stops.
"""

from __future__ import annotations

import msgspec

from rlbot.monitoring.web.contract.agents import Agent
from rlbot.monitoring.web.contract.base import Asked, Sent
from rlbot.monitoring.web.contract.decisions import DecisionRow, Explanation
from rlbot.monitoring.web.contract.records import Alert, AuditEntry, LogLine
from rlbot.monitoring.web.contract.series import Bars, Metrics
from rlbot.monitoring.web.contract.status import Status
from rlbot.monitoring.web.contract.trading import Order, Orders, Positions, Trade


class StatusUpdate(Sent, frozen=True, kw_only=True, gc=False, tag_field="kind", tag="status"):
    """State, channel `status`: the whole of it, kill progress included."""

    status: Status


class AgentUpdate(Sent, frozen=True, kw_only=True, gc=False, tag_field="kind", tag="agent"):
    """State, channel `agents`: one agent, whole."""

    agent: Agent


class PositionsUpdate(Sent, frozen=True, kw_only=True, gc=False, tag_field="kind", tag="positions"):
    """State, channel `positions`: all of them."""

    positions: Positions


class BarsUpdate(Sent, frozen=True, kw_only=True, gc=False, tag_field="kind", tag="bars"):
    """State, channel `bars:SYMBOL:INTERVAL`: the bars that are new or changed (same `t`: replace).

    `gap`: bars before the first were skipped; fetch them over REST.
    """

    bars: Bars
    gap: bool


class EquityUpdate(Sent, frozen=True, kw_only=True, gc=False, tag_field="kind", tag="equity"):
    """State, channel `equity`: the newest point of an agent's curve or the account's (`agent` empty); same `t`: replace."""

    agent: str
    t: int
    equity: float
    drawdown: float
    benchmark: float | None
    weight: float | None
    confidence: float | None
    as_of_ns: int


class MetricsUpdate(Sent, frozen=True, kw_only=True, gc=False, tag_field="kind", tag="metrics"):
    """State, channel `metrics`: at most once a second, for the account (`agent` empty) and each agent."""

    metrics: Metrics


class OrderUpdate(Sent, frozen=True, kw_only=True, gc=False, tag_field="kind", tag="order"):
    """Event, channel `orders`: an order is new or changed (same `client_order_id`: replace)."""

    order: Order


class TradeUpdate(Sent, frozen=True, kw_only=True, gc=False, tag_field="kind", tag="trade"):
    """Event, channel `trades`: a fill; sent again with `realised` once known (same `exec_id`: replace)."""

    trade: Trade


class DecisionUpdate(Sent, frozen=True, kw_only=True, gc=False, tag_field="kind", tag="decision"):
    """Event, channel `decisions`: a decision is new, or its order, sentence or reward became known (same id: replace)."""

    decision: DecisionRow


class ExplanationUpdate(Sent, frozen=True, kw_only=True, gc=False, tag_field="kind", tag="explanation"):
    """Event, channel `decisions`: why a decision came out so."""

    decision_id: str
    agent_id: str
    explanation: Explanation


class AlertUpdate(Sent, frozen=True, kw_only=True, gc=False, tag_field="kind", tag="alert"):
    """Event, channel `alerts`."""

    alert: Alert


class AuditUpdate(Sent, frozen=True, kw_only=True, gc=False, tag_field="kind", tag="audit"):
    """Event, channel `audit`."""

    entry: AuditEntry


class LogUpdate(Sent, frozen=True, kw_only=True, gc=False, tag_field="kind", tag="log"):
    """Channel `log:LEVEL` (that level and above): the newest lines; `skipped` older ones were dropped for this client."""

    lines: tuple[LogLine, ...]
    skipped: int


StatePayload = StatusUpdate | AgentUpdate | PositionsUpdate | BarsUpdate | EquityUpdate | MetricsUpdate | LogUpdate
EventPayload = OrderUpdate | TradeUpdate | DecisionUpdate | ExplanationUpdate | AlertUpdate | AuditUpdate


class StateDelta(Sent, frozen=True, kw_only=True, gc=False):
    """One conflated update: `n` of them became this one."""

    ch: str
    q: int
    pq: int
    ts: int
    n: int
    d: StatePayload


class EventDelta(Sent, frozen=True, kw_only=True, gc=False):
    """One event, never conflated or dropped."""

    ch: str
    q: int
    pq: int
    ts: int
    d: EventPayload


class Counters(Sent, frozen=True, kw_only=True, gc=False):
    """The two counters."""

    state: int
    events: int


class Full(Sent, frozen=True, kw_only=True, gc=False):
    """Full state, histories short (bars, equity and older pages come over REST)."""

    status: Status
    agents: tuple[Agent, ...]
    positions: Positions
    orders: Orders
    trades: tuple[Trade, ...]
    decisions: tuple[DecisionRow, ...]
    alerts: tuple[Alert, ...]
    metrics: tuple[Metrics, ...]


class Last(Asked, frozen=True, kw_only=True):
    """Where the client stood: the feed's `session` and the last event number it has seen."""

    session: str
    events: int


class Hello(Asked, frozen=True, kw_only=True, tag_field="type", tag="hello"):
    """First message of the browser, and again after a gap or to change channels.

    `token`: the session from `POST /api/session`. `ch`: `status`, `agents`, `positions`, `orders`, `trades`, `decisions`,
    `alerts`, `audit`, `equity`, `metrics`, `bars:SYMBOL:INTERVAL`, `log:LEVEL`; empty: all but bars and logs.
    """

    token: str
    ch: tuple[str, ...] = ()
    last: Last | None = None


class Snap(Sent, frozen=True, kw_only=True, gc=False, tag_field="type", tag="snap"):
    """Full state at `q`. Updates that follow have `pq` = these counters."""

    q: Counters
    session: str
    ts: int
    d: Full


class Resumed(Sent, frozen=True, kw_only=True, gc=False, tag_field="type", tag="resumed"):
    """Nothing was lost: the events after `from_q` up to `to_q` follow, and the present state of every state channel."""

    session: str
    from_q: int
    to_q: int
    q: Counters
    ts: int


class Delta(Sent, frozen=True, kw_only=True, gc=False, tag_field="type", tag="d"):
    """What happened since the last frame."""

    state: tuple[StateDelta, ...]
    events: tuple[EventDelta, ...]


class Resync(Sent, frozen=True, kw_only=True, gc=False, tag_field="type", tag="resync"):
    """The client must take the `snap` that follows."""

    reason: str


class SourceAge(Sent, frozen=True, kw_only=True, gc=False):
    """Age of one source, seconds; null before its first sign of life."""

    name: str
    age_s: float | None


class Beat(Sent, frozen=True, kw_only=True, gc=False, tag_field="type", tag="hb"):
    """Every 2 s, even idle. Live: last one under 5 s ago; stale: under 15 s; then down."""

    q: Counters
    ts: int
    src: tuple[SourceAge, ...]


ServerMessage = Snap | Resumed | Delta | Resync | Beat
ClientMessage = Hello


class RawDelta(msgspec.Struct, frozen=True, gc=False):
    """A delta whose payload was encoded once for every client; on the wire the same as `StateDelta` and `EventDelta`."""

    ch: str
    q: int
    pq: int
    ts: int
    n: int
    d: msgspec.Raw


class RawFrame(msgspec.Struct, frozen=True, gc=False, tag_field="type", tag="d"):
    """A `d` frame of such deltas."""

    state: list[RawDelta]
    events: list[RawDelta]
