"""How the bridge stands, and a word to a person when that changes: raised when it is lost, cleared when it is back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from rlbot.bridge.wire.codec import Malformed
from rlbot.bridge.wire.events import Notice
from rlbot.bridge.wire.state import STALE_AFTER_NS, BridgeState
from rlbot.events.ops import Severity

Alert = Callable[[Severity, str, str], None]
Sign = tuple[str, Literal["ok", "busy", "error"], str]  # component, how it is, a sentence
COMPARES = "reconciling"  # what the bridge does before it takes orders
STAGE_NS = 30_000_000_000  # so long no stage of a start takes: the gateway's lists come within seconds, or are asked for again
SAID_ONCE = 1  # of malformed payloads: the count is in `malformed`, a flood of alerts helps nobody


class BridgeWatch:
    """`state`: the latest, None before the first; `malformed`: payloads that were no message."""

    def __init__(self, alert: Alert) -> None:
        self._alert = alert
        self.state: BridgeState | None = None
        self.malformed = 0
        self.mqtt = False
        self._heard_ns = 0
        self._wrong: dict[str, str] = {}
        self._stages: dict[str, int] = {}  # of what is wrong as at every start: since when
        self._told: set[str] = set()  # of what is wrong: what a person was told
        self._connected = ""  # the run of the bridge that last had its gateway

    @property
    def takes_orders(self) -> bool:
        """Whether the bridge takes orders now. Delayed data does not stand in their way: nothing is decided on it."""
        return not self._wrong.keys() - {"delayed"} and self.state is not None and self.state.orders == "open"

    def sentence(self) -> str:
        """What is wrong now, or that nothing is."""
        if self.state is None:
            return self._wrong.get("mqtt") or "the bridge has said nothing yet"
        return " ".join(self._wrong.values()) or "all is well"

    def signs(self) -> tuple[Sign, ...]:
        """Of MQTT broker, bridge and gateway. What the bridge hides cannot be told: busy."""
        mqtt = self._wrong.get("mqtt", "")
        bridge = mqtt or self._wrong.get("bridge", "") or self._wrong.get("bridge_stale", "")
        unknown = bridge or ("" if self.state is not None else "the bridge has said nothing yet")
        behind = [what for what in ("gateway", "ib_link", "orders", "delayed") if what in self._wrong]
        gateway = " ".join(self._wrong[what] for what in behind)
        trouble = any(what in self._told for what in behind)
        return (
            ("mqtt", "error" if mqtt else "ok" if self.mqtt else "busy", mqtt),
            ("bridge", "error" if bridge else "busy" if unknown else "ok", unknown),
            ("gateway", "busy" if unknown or (gateway and not trouble) else "error" if trouble else "ok", unknown or gateway),
        )

    def on_mqtt(self, connected: bool, detail: str) -> None:
        """The MQTT broker came or went."""
        self.mqtt = connected
        self._tell("mqtt", "" if connected else f"The MQTT broker is away: {detail or 'connection lost'}.")

    def on_state(self, state: BridgeState, now_ns: int) -> None:
        """What the bridge says of itself."""
        self.state = state
        self._heard_ns = now_ns
        online = state.process == "online"
        self._tell("bridge", "" if online else "The bridge has stopped.")
        if not online:
            self._stages.clear()
        else:
            self._on_gateway(state, now_ns)
            up = state.gateway != "connected" or state.ib_link == "up"
            self._tell("ib_link", "" if up else "The gateway has lost Interactive Brokers.")
            closed = state.gateway == "connected" and state.orders == "closed"
            why = f"The bridge takes no orders: {state.orders_reason or 'no reason given'}."
            self._staged("orders", why if closed else "", state.orders_reason == COMPARES, now_ns)
            delayed = sorted(symbol for symbol, feed in state.feeds.items() if feed.delayed)
            self._tell("delayed", f"Data is delayed and not traded on: {', '.join(delayed)}." if delayed else "")

    def _on_gateway(self, state: BridgeState, now_ns: int) -> None:
        if state.gateway == "connected":
            self._connected = state.run
        again = state.gateway == "connecting" and self._connected == state.run
        wrong = f"The gateway is {state.gateway}{' again' if again else ''}."
        coming = state.gateway == "connecting" and not again
        self._staged("gateway", "" if state.gateway == "connected" else wrong, coming, now_ns)

    def on_time(self, now_ns: int) -> None:
        """Silence is a state too."""
        if self._heard_ns:
            age_ns = now_ns - self._heard_ns
            stale = age_ns > STALE_AFTER_NS
            self._tell("bridge_stale", f"The bridge has said nothing for {age_ns // 1_000_000_000} s." if stale else "")

    def on_notice(self, notice: Notice) -> None:
        """Something the bridge thinks worth knowing."""
        if notice.action == "unprotected":
            self._alert("critical", "unprotected", f"{notice.client_order_id or notice.symbol} has no stop: {notice.text}")
        elif notice.meaning in {"warning", "order"}:
            self._alert("warning", notice.code, notice.text)

    def on_malformed(self, malformed: Malformed) -> None:
        """Counted; the first is told."""
        self.malformed += 1
        if self.malformed == SAID_ONCE:
            self._alert(
                "warning", "malformed", f"The bridge said something on {malformed.topic} that is no message: {malformed.why}"
            )

    def _staged(self, what: str, wrong: str, stage: bool, now_ns: int) -> None:
        """`stage`: so every start goes; nobody is told until it turns into trouble, or takes too long."""
        if wrong and stage:
            stage = now_ns - self._stages.setdefault(what, now_ns) < STAGE_NS
        else:
            self._stages.pop(what, None)
        self._tell(what, wrong, silent=stage)

    def _tell(self, what: str, wrong: str, silent: bool = False) -> None:
        """`silent`: nobody is told yet."""
        before = self._wrong.get(what, "")
        if wrong:
            self._wrong[what] = wrong  # the latest words, also where the trouble is the same
        else:
            self._wrong.pop(what, None)
        if wrong and not silent and what not in self._told:
            self._told.add(what)
            self._alert("critical" if what != "delayed" else "warning", f"{what}_lost", wrong)
        elif not wrong and what in self._told:
            self._told.discard(what)
            self._alert("info", f"{what}_back", f"Over: {before}")
