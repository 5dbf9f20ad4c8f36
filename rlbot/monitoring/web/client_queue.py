"""What waits for one browser: newest state per key, events in order, log lines; bounded, never waited for by the platform."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

import msgspec

from rlbot.monitoring.web.contract.feed import LogUpdate, RawDelta, RawFrame
from rlbot.monitoring.web.contract.records import LogLine

EVENTS = 1_000
LOGS = 1_000
LOG_CHANNEL = "log:"
DEFAULT_CHANNELS = frozenset(
    {"status", "agents", "positions", "orders", "trades", "decisions", "alerts", "audit", "equity", "metrics"}
)

Event = tuple[str, int, int, msgspec.Raw]  # channel, q, ts, payload
StateOf = Callable[[str, int], msgspec.Raw | None]  # key, how many updates became one -> newest payload
encode = msgspec.json.Encoder().encode


class Pending:
    """A state key that changed: last wins, so only its newest number and the count are kept."""

    __slots__ = ("channel", "n", "q", "ts")

    def __init__(self, channel: str, q: int, ts: int, n: int) -> None:
        self.channel = channel
        self.q = q
        self.ts = ts
        self.n = n


class ClientQueue:
    """Everything one browser has still to be sent. `slow`: why it must be dropped, empty while it keeps up."""

    def __init__(self) -> None:
        self.channels: frozenset[str] = DEFAULT_CHANNELS
        self.wake = asyncio.Event()
        self.slow = ""
        self.direct: list[bytes] = []  # a snapshot or resumption, before everything else
        self.beat: bytes | None = None
        self.state: dict[str, Pending] = {}
        self.events: deque[Event] = deque()
        self.logs: deque[LogLine] = deque(maxlen=LOGS)
        self.skipped = 0
        self.log_q = 0
        self.last_state = 0
        self.last_event = 0

    @property
    def log_level(self) -> str:
        """The level of its log channel, empty if it has none."""
        return next((c[len(LOG_CHANNEL) :].lower() for c in self.channels if c.startswith(LOG_CHANNEL)), "")

    def start(self, first: list[bytes], state: int, events: int) -> None:
        """Begin anew with a snapshot or a resumption at these counters; what waited is in it."""
        self.state.clear()
        self.events.clear()
        self.direct = first
        self.last_state, self.last_event = state, events
        self.wake.set()

    def offer_state(self, key: str, channel: str, q: int, ts: int, n: int = 1) -> None:
        """A state key changed `n` times; a change that still waits is replaced."""
        if channel not in self.channels:
            return
        waiting = self.state.get(key)
        if waiting is None:
            self.state[key] = Pending(channel, q, ts, n)
        else:
            waiting.q, waiting.ts, waiting.n = q, ts, waiting.n + n
        self.wake.set()

    def offer_event(self, event: Event) -> None:
        """Something that must arrive; a full queue ends the client, which then resumes from its last number."""
        if event[0] not in self.channels or self.slow:
            return
        if len(self.events) >= EVENTS:
            self.slow = f"{EVENTS} events waiting"
        self.events.append(event)
        self.wake.set()

    def offer_log(self, line: LogLine) -> None:
        """A log line; the oldest gives way and is counted."""
        if len(self.logs) == LOGS:
            self.skipped += 1
        self.logs.append(line)
        self.wake.set()

    def offer_beat(self, beat: bytes) -> None:
        """The heartbeat; only the newest matters."""
        self.beat = beat
        self.wake.set()

    def take(self, state_of: StateOf, ts: int) -> list[bytes]:
        """The frames to send now, in order; empties the queue."""
        self.wake.clear()
        frames, self.direct = self.direct, []
        states = [*self._take_states(state_of), *self._take_logs(ts)]
        events = self._take_events()
        if states or events:
            frames.append(encode(RawFrame(state=states, events=events)))
        if self.beat is not None:
            frames.append(self.beat)
            self.beat = None
        return frames

    def _take_states(self, state_of: StateOf) -> list[RawDelta]:
        out = []
        for key, p in sorted(self.state.items(), key=lambda item: item[1].q):
            payload = state_of(key, p.n)
            if payload is not None:
                out.append(RawDelta(p.channel, p.q, self.last_state, p.ts, p.n, payload))
                self.last_state = p.q
        self.state.clear()
        return out

    def _take_logs(self, ts: int) -> list[RawDelta]:
        if not self.logs:
            return []
        payload = msgspec.Raw(encode(LogUpdate(lines=tuple(self.logs), skipped=self.skipped)))
        count, self.skipped = len(self.logs), 0
        self.logs.clear()
        # Logs are this client's alone: they carry the number of the state before them and do not move it.
        return [RawDelta(f"{LOG_CHANNEL}{self.log_level.upper()}", self.last_state, self.last_state, ts, count, payload)]

    def _take_events(self) -> list[RawDelta]:
        out = []
        for channel, q, ts, payload in self.events:
            out.append(RawDelta(channel, q, self.last_event, ts, 1, payload))
            self.last_event = q
        self.events.clear()
        return out
