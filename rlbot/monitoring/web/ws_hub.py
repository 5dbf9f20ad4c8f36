"""The hub of the live feed: every 50 ms what changed is encoded once and offered to each client's queue.

Hears: the board's changes, log lines, audit entries.   Says: frames, through each client's own writer (`ws_session`).
Owns: the two counters, the newest payload of each state key, the ring of events.   Nothing here waits for a client.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import msgspec

from rlbot.clock import Clock
from rlbot.events.base import Interval
from rlbot.monitoring.board_lists import BoardLists
from rlbot.monitoring.board_reader import BoardReader
from rlbot.monitoring.views.log_book import RANK
from rlbot.monitoring.web.client_queue import ClientQueue, encode
from rlbot.monitoring.web.contract.base import Sent
from rlbot.monitoring.web.contract.feed import (
    AgentUpdate,
    AuditUpdate,
    BarsUpdate,
    Beat,
    Counters,
    Full,
    Last,
    MetricsUpdate,
    PositionsUpdate,
    Resumed,
    Resync,
    Snap,
    SourceAge,
    StatusUpdate,
)
from rlbot.monitoring.web.contract.records import AuditEntry
from rlbot.monitoring.web.ring import Ring

FLUSH_S = 0.05
BEAT_NS = 2_000_000_000
METRICS_NS = 1_000_000_000
LINGER_NS = 60_000_000_000  # how long events are kept for nobody: a reload takes seconds
RESYNC_NS = 1_000_000_000  # at most one snapshot a second when the market runs faster than anybody can watch
BARS = 500  # of one update; more is a gap, to be fetched over REST
CLIENTS = 20


class Hub:
    """One per server. `session`: a random word; it tells a reconnecting browser whether numbers still mean the same."""

    def __init__(self, reader: BoardReader, lists: BoardLists, clock: Clock, session: str) -> None:
        self._reader = reader
        self._lists = lists
        self._clock = clock
        self._board = reader.board
        self._changes = reader.board.state.changes
        self.session = session
        self.clients: set[ClientQueue] = set()
        self.dropped = 0
        self._ring = Ring()
        self._state_q = 0
        self._newest: dict[str, msgspec.Raw] = {}
        self._channel: dict[str, str] = {}
        self._bars: dict[str, tuple[str, Interval]] = {}
        self._log_seq = self._board.state.logs.seq
        self._stale_metrics: dict[str, None] = {}
        self._beat_ns = self._metrics_ns = self._resync_ns = self._watched_ns = 0
        self._flooded = False

    async def run(self, on_error: Callable[[str, BaseException], None]) -> None:
        """Pump for ever. What goes wrong here is told to `on_error` and never reaches trading."""
        while True:
            await asyncio.sleep(FLUSH_S)
            try:
                self.pump()
            except Exception as error:  # noqa: BLE001  (a supervisor: one bad payload must not silence the feed)
                self._changes.clear()
                on_error("the live feed could not be updated", error)

    def pump(self) -> None:
        """Take what changed since the last call and offer it to every client."""
        now_ns = self._clock.now_ns()
        self._board.catch_up()
        if self.clients:
            self._watched_ns = now_ns
        elif self._changes.watched and now_ns - self._watched_ns > LINGER_NS:
            self._unwatch()
        if not self._changes.watched:
            self._changes.clear()
            self._log_seq = self._board.state.logs.seq
            return
        self._pump_events(now_ns)
        self._pump_state(now_ns)
        self._pump_logs()
        if now_ns - self._beat_ns >= BEAT_NS:
            self._beat_ns = now_ns
            beat = self._beat(now_ns)
            for client in self.clients:
                client.offer_beat(beat)

    def join(self, client: ClientQueue, channels: tuple[str, ...], last: Last | None) -> None:
        """A client said hello (again): resume it where it stood, or give it a snapshot."""
        self._changes.watched = True
        self._watched_ns = now_ns = self._clock.now_ns()
        self.pump()
        if channels:
            client.channels = frozenset(channels)
        self.clients.add(client)
        missed = self._ring.after(last.events, now_ns) if last is not None and last.session == self.session else None
        if last is None or missed is None:
            self._snapshot(client, now_ns)
            return
        q = Counters(state=self._state_q, events=last.events)
        message = Resumed(session=self.session, from_q=last.events, to_q=self._ring.q, q=q, ts=now_ns)
        client.start([encode(message)], self._state_q, last.events)
        for event in missed:
            client.offer_event(event)
        for key, channel in self._channel.items():
            self._state_q += 1
            client.offer_state(key, channel, self._state_q, now_ns)

    def leave(self, client: ClientQueue, slow: bool = False) -> None:
        """Its socket is gone; `slow`: because it was dropped."""
        self.clients.discard(client)
        self.dropped += slow

    def payload(self, key: str, n: int) -> msgspec.Raw | None:
        """The newest payload of a state key; of a series, its `n` newest bars."""
        series_key = self._bars.get(key)
        if series_key is None:
            return self._newest.get(key)
        series = self._board.state.series[series_key]
        count = min(n + 1, BARS)  # one more: indicators of the bar before may have come after it
        return msgspec.Raw(encode(BarsUpdate(bars=series.newest(count), gap=n >= BARS)))

    def frames(self, client: ClientQueue) -> list[bytes]:
        """What to send to a client now."""
        return client.take(self.payload, self._clock.now_ns())

    def on_audit(self, entry: AuditEntry) -> None:
        """A line was written to the audit."""
        if self._changes.watched:
            self._changes.event("audit", AuditUpdate(entry=entry))

    def _unwatch(self) -> None:
        self._changes.watched = False
        self._ring.skip()  # what happens from here on cannot be resumed across
        self._newest.clear()
        self._channel.clear()
        self._bars.clear()

    def _pump_events(self, now_ns: int) -> None:
        changes = self._changes
        events, changes.events = changes.events, []
        if changes.overflown:
            self._ring.skip(len(events))
            self._flooded, changes.overflown = True, False
        elif not self._flooded:
            for channel, payload in events:
                event = (channel, self._ring.q + 1, now_ns, msgspec.Raw(encode(payload)))
                self._ring.add(event)
                for client in self.clients:
                    client.offer_event(event)
        else:
            self._ring.skip(len(events))
        if self._flooded and now_ns - self._resync_ns >= RESYNC_NS:
            self._flooded, self._resync_ns = False, now_ns
            for client in self.clients:
                self._snapshot(client, now_ns, "more happened than can be watched; the present state follows")

    def _pump_state(self, now_ns: int) -> None:
        changes, reader = self._changes, self._reader
        if changes.status:
            self._set("status", "status", StatusUpdate(status=reader.status()), now_ns)
        if changes.positions:
            self._set("positions", "positions", PositionsUpdate(positions=reader.positions()), now_ns)
        for agent_id in changes.agents:
            agent = reader.agent(agent_id)
            if agent is not None:
                self._set(f"agent:{agent_id}", "agents", AgentUpdate(agent=agent), now_ns)
        for name in changes.curves:
            state = self._board.state
            point = (state.agents[name].curve if name else state.account).newest()
            if point is not None:
                self._set(f"equity:{name}", "equity", point, now_ns)
            self._stale_metrics[name] = None
        for (symbol, interval), count in changes.bars.items():
            key = f"bars:{symbol}:{interval}"
            self._bars[key] = (symbol, interval)
            self._set(key, key, None, now_ns, count)
        changes.clear()
        if self._stale_metrics and now_ns - self._metrics_ns >= METRICS_NS:
            self._metrics_ns = now_ns
            for name in self._stale_metrics:
                figures = reader.metrics(name)
                if figures is not None:
                    self._set(f"metrics:{name}", "metrics", MetricsUpdate(metrics=figures), now_ns)
            self._stale_metrics.clear()

    def _set(self, key: str, channel: str, payload: Sent | None, now_ns: int, count: int = 1) -> None:
        if payload is not None:
            self._newest[key] = msgspec.Raw(encode(payload))
        self._channel[key] = channel
        self._state_q += 1
        for client in self.clients:
            client.offer_state(key, channel, self._state_q, now_ns, count)

    def _pump_logs(self) -> None:
        lines = self._board.state.logs.since(self._log_seq)
        self._log_seq = self._board.state.logs.seq
        for client in self.clients if lines else ():
            level = client.log_level
            if level in RANK:
                for line in lines:
                    if RANK[line.level] >= RANK[level]:
                        client.offer_log(line)

    def _snapshot(self, client: ClientQueue, now_ns: int, reason: str = "") -> None:
        q = Counters(state=self._state_q, events=self._ring.q)
        snap = encode(Snap(q=q, session=self.session, ts=now_ns, d=self._full()))
        client.start([encode(Resync(reason=reason)), snap] if reason else [snap], q.state, q.events)

    def _full(self) -> Full:
        reader, lists = self._reader, self._lists
        names = ["", *self._board.state.agents]
        figures = (reader.metrics(name) for name in names)
        return Full(
            status=reader.status(),
            agents=reader.agents().items,
            positions=reader.positions(),
            orders=lists.orders(None, 50),
            trades=lists.trades(None, 50).items,
            decisions=lists.decisions(None, 100).items,
            alerts=lists.alerts(None, 50).items,
            metrics=tuple(m for m in figures if m is not None),
        )

    def _beat(self, now_ns: int) -> bytes:
        p = self._board.state.platform
        sources = [("core", p.heard_ns), (p.source or "feed", p.feed_ns if p.source else 0)]
        sources += [(v.id, v.as_of_ns) for v in self._board.state.agents.values()]
        ages = tuple(SourceAge(name=name, age_s=(now_ns - ns) / 1e9 if ns else None) for name, ns in sources)
        return encode(Beat(q=Counters(state=self._state_q, events=self._ring.q), ts=now_ns, src=ages))
