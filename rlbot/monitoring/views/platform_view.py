"""Mode, run, feed, halts and components: everything about the platform that is not an agent's."""

from __future__ import annotations

from collections import deque

from rlbot.events.market import BarClosed, FeedStateChanged, Source
from rlbot.events.ops import AlertRaised, RunEnded, RunStarted, TradingHalted
from rlbot.market.calendar import NYSE
from rlbot.monitoring.web.contract.base import Mode
from rlbot.monitoring.web.contract.records import Alert
from rlbot.monitoring.web.contract.status import Component, ComponentState, FeedState, FeedStatus, Halt, Label, RunInfo

ALERTS = 1_000
OPENING_NS = 60_000_000_000  # after the bell: until then the newest price may rightly be of the session before
# What `status` always names, with what is true until somebody says otherwise.
COMPONENTS: dict[str, str] = {
    "bridge": "not used here",
    "gateway": "not used here",
    "mqtt": "not used here",
    "watchdog": "not running",
    "trainer": "idle",
}
FEED_COMPONENT: dict[FeedState, ComponentState] = {
    "connecting": "busy",
    "warming": "busy",
    "replaying": "ok",
    "live": "ok",
    "stale": "warn",
    "ended": "off",
    "failed": "error",
    "unknown": "off",
}


class PlatformView:
    """Facts about the run; `heard_ns` is the last sign of life of the trading path."""

    def __init__(self, mode: Mode, now_ns: int, made_up: bool = False) -> None:
        self.mode: Mode = mode
        self.made_up = made_up
        self.simulated = mode in ("simulate", "backtest")
        self.source: Source | None = None
        self.feed_state: FeedState = "unknown"
        self.feed_detail = "no bar yet"
        self.feed_ns = now_ns
        self.market_ns = 0
        self.now_ns = 0  # of the market, by the last heartbeat
        self.run = RunInfo(run_id="", feed="", resumed=False, started_ns=0, ended_reason="")
        self.halts: dict[str, Halt] = {}
        self.alerts: deque[Alert] = deque(maxlen=ALERTS)
        self.alert_seq = 0
        self.heard_ns = now_ns
        self.components = {
            name: Component(name=name, state="off", detail=detail, as_of_ns=now_ns) for name, detail in COMPONENTS.items()
        }

    @property
    def synthetic(self) -> bool:
        """An invented market, to be labelled wherever it is shown."""
        return self.made_up or self.source == "synthetic" or self.run.feed == "synthetic"

    @property
    def owes_prices(self) -> bool:
        """Whether a broker's feed should give a price every few seconds now: while the exchange is open."""
        if self.simulated or self.source != "ibkr":
            return False
        session = NYSE.session(self.now_ns)
        return session is not None and session.open_ns + OPENING_NS <= self.now_ns < session.close_ns

    def on_bar(self, closed: BarClosed, now_ns: int) -> None:
        """The newest bar tells where bars come from and how far the market's time has come."""
        self.source = closed.bar.source
        self.market_ns = closed.ts_ns
        self.feed_ns = now_ns
        if self.feed_state == "unknown":
            self.feed_state, self.feed_detail = "replaying" if self.simulated else "live", ""

    def on_feed(self, changed: FeedStateChanged, now_ns: int) -> None:
        """The feed said how it is."""
        self.source, self.feed_state, self.feed_detail, self.feed_ns = changed.source, changed.state, changed.detail, now_ns

    def on_run(self, started: RunStarted, now_ns: int) -> None:
        """A run began or was resumed."""
        self.run = RunInfo(
            run_id=started.run_id, feed=started.feed, resumed=started.resumed, started_ns=now_ns, ended_reason=""
        )

    def on_end(self, ended: RunEnded) -> None:
        """The run is over."""
        r = self.run
        self.run = RunInfo(
            run_id=ended.run_id, feed=r.feed, resumed=r.resumed, started_ns=r.started_ns, ended_reason=ended.reason or "ended"
        )

    def on_halt(self, halted: TradingHalted, now_ns: int) -> None:
        """No new risk for the account or an agent."""
        self.halts[halted.agent_id] = Halt(
            agent_id=halted.agent_id,
            reason=halted.reason,
            rule=halted.rule,
            limit=halted.limit,
            value=halted.value,
            since_ns=now_ns,
        )

    def on_alert(self, raised: AlertRaised, now_ns: int) -> Alert:
        """Something a person should know."""
        self.alert_seq += 1
        alert = Alert(
            seq=self.alert_seq,
            severity=raised.severity,
            code=raised.code,
            text=raised.text,
            as_of_ns=now_ns,
            market_ns=raised.ts_ns,
        )
        self.alerts.append(alert)
        return alert

    def labels(self, in_sample: bool) -> tuple[Label, ...]:
        """What must stand beside every figure."""
        out: list[Label] = ["SIMULATED"] if self.simulated else []
        if self.synthetic:
            out.append("SYNTHETIC")
        elif self.feed_state == "replaying":
            out.append("REPLAY")
        if in_sample:
            out.append("IN SAMPLE")
        return tuple(out)

    def feed(self) -> FeedStatus:
        """The feed's own line."""
        return FeedStatus(
            source=self.source,
            state=self.feed_state,
            detail=self.feed_detail,
            synthetic=self.synthetic,
            owes_prices=self.owes_prices,
            market_ns=self.market_ns,
            as_of_ns=self.feed_ns,
        )

    def health_strip(self) -> list[Component]:
        """Core, feed, then what others reported."""
        core = Component(name="core", state="ok", detail="", as_of_ns=self.heard_ns)
        detail = self.feed_detail or self.feed_state
        feed = Component(name="feed", state=FEED_COMPONENT[self.feed_state], detail=detail, as_of_ns=self.feed_ns)
        return [core, feed, *self.components.values()]
