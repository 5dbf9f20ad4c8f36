"""Classic mistakes planted into the real engine's own classes. The suite must catch every one, for the right reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import pytest
from msgspec.structs import replace

from rlbot.agents.agent_host import AgentHost
from rlbot.agents.observation import ObservationBuilder
from rlbot.agents.rationale import PolicyExplainer
from rlbot.agents.reward_meter import RewardMeter
from rlbot.events.market import Bar, BarClosed, DividendPaid, SplitApplied
from rlbot.execution.simulated_broker import SimulatedBroker
from rlbot.market.features.feature_set import FeatureSet
from rlbot.market.feeds.feed import Batch
from rlbot.market.history import decisions_due
from rlbot.market.market_data import MarketData
from rlbot.market.normalizer import Normalizer
from rlbot.market.plan import AgentPlan
from rlbot.portfolio.ledger import Ledger
from rlbot.risk.risk_gate import RiskGate
from rlbot.training.leakage import Fill, Pipeline, Row


class Ahead:
    """What an honest engine has no way to look at: all bars of the run, those to come too."""

    def __init__(self) -> None:
        self.batches: Sequence[Batch] = ()
        self._next: dict[tuple[str, int], Bar] = {}
        self._days: dict[tuple[str, int], Bar] = {}
        self._actions: dict[int, tuple[SplitApplied | DividendPaid, ...]] = {}

    def load(self, batches: Sequence[Batch]) -> None:
        """Before each run."""
        self.batches = batches
        last: dict[str, Bar] = {}
        self._actions = {one.ts_ns: later.actions for one, later in pairwise(batches)}
        self._next.clear()
        self._days.clear()
        for batch in batches:
            for bar in batch.bars:
                if bar.symbol in last:
                    self._next[bar.symbol, last[bar.symbol].start_ns] = bar
                last[bar.symbol] = self._days[bar.symbol, bar.start_ns] = bar

    def after(self, bar: Bar) -> Bar:
        """The next bar of the same series; at the end the last one."""
        return self._next.get((bar.symbol, bar.start_ns), bar)

    def actions_after(self, ts_ns: int) -> tuple[SplitApplied | DividendPaid, ...]:
        """What the next instant begins with."""
        return self._actions.get(ts_ns, ())

    def on(self, symbol: str, start_ns: int) -> Bar | None:
        """A symbol's bar of that day."""
        return self._days.get((symbol, start_ns))


Bug = Callable[[pytest.MonkeyPatch, Ahead], None]


def sabotaged(factory: Callable[[], Pipeline], ahead: Ahead) -> Callable[[], Pipeline]:
    """The real pipeline, its batches shown to the planted bug beforehand."""

    def pipeline(batches: Sequence[Batch]) -> Iterator[Row | Fill]:
        ahead.load(batches)
        yield from factory()(batches)

    return lambda: pipeline


def wrap(patch: pytest.MonkeyPatch, owner: type, name: str, bug: Callable[..., Any]) -> None:
    """`bug(honest, self, *args)` stands in for the method."""
    honest = getattr(owner, name)
    patch.setattr(owner, name, lambda self, *args: bug(honest, self, *args))


def fill_at_the_close_just_seen(patch: pytest.MonkeyPatch, ahead: Ahead) -> None:
    """The order fills where it was decided."""
    seen: dict[str, Bar] = {}

    def on_bar(honest: Any, self: Any, event: BarClosed) -> None:
        seen[event.bar.symbol] = replace(event.bar, open=event.bar.close)
        honest(self, event)

    def submit(honest: Any, self: Any, order: Any) -> None:
        honest(self, order)
        self._at_open(self._desks[order.agent_id], seen[order.symbol])

    wrap(patch, SimulatedBroker, "on_bar", on_bar)
    wrap(patch, SimulatedBroker, "submit", submit)


def fill_at_the_close_just_seen_one_bar_later(patch: pytest.MonkeyPatch, ahead: Ahead) -> None:
    """It waits for the next bar, and pays the old price."""
    last: dict[str, float] = {}

    def on_bar(honest: Any, self: Any, event: BarClosed) -> None:
        before = last.get(event.bar.symbol, event.bar.open)
        last[event.bar.symbol] = event.bar.close
        honest(self, replace(event, bar=replace(event.bar, open=before)))

    wrap(patch, SimulatedBroker, "on_bar", on_bar)


def fill_at_the_next_close(patch: pytest.MonkeyPatch, ahead: Ahead) -> None:
    """Market-on-open orders that pay the close."""
    wrap(patch, SimulatedBroker, "_at_open", lambda honest, self, desk, bar: honest(self, desk, replace(bar, open=bar.close)))


def fill_at_the_best_price_of_the_bar(patch: pytest.MonkeyPatch, ahead: Ahead) -> None:
    """Buys at the low, sells at the high."""

    def at_open(honest: Any, self: Any, desk: Any, bar: Bar) -> None:
        best = bar.low if sum(order.signed for order in desk.orders) > 0.0 else bar.high
        honest(self, desk, replace(bar, open=best))

    wrap(patch, SimulatedBroker, "_at_open", at_open)


def impact_by_the_volume_of_the_fills_own_bar(patch: pytest.MonkeyPatch, ahead: Ahead) -> None:
    """The volume estimate learns from a bar before the orders at its open fill."""

    def at_open(honest: Any, self: Any, desk: Any, bar: Bar) -> None:
        desk.adv = 0.9 * desk.adv + 0.1 * bar.volume
        honest(self, desk, bar)

    wrap(patch, SimulatedBroker, "_at_open", at_open)


def stop_that_feels_the_next_bar(patch: pytest.MonkeyPatch, ahead: Ahead) -> None:
    """The pair is touched by a range of two bars."""

    def on_bar(honest: Any, self: Any, event: BarClosed) -> None:
        bar, later = event.bar, ahead.after(event.bar)
        wide = replace(bar, high=max(bar.high, later.high), low=min(bar.low, later.low))
        honest(self, replace(event, bar=wide))

    wrap(patch, SimulatedBroker, "on_bar", on_bar)


def sized_at_the_next_open(patch: pytest.MonkeyPatch, ahead: Ahead) -> None:
    """Shares for the price that will be paid, not for the close that is known."""

    def on_due(honest: Any, self: Any, due: Any) -> None:
        honest(self, replace(due, bar=replace(due.bar, close=ahead.after(due.bar).open)))

    wrap(patch, AgentHost, "on_decision_due", on_due)


def features_of_the_next_bar(patch: pytest.MonkeyPatch, ahead: Ahead) -> None:
    """A row one ahead."""
    wrap(patch, FeatureSet, "on_bar", lambda honest, self, bar: honest(self, replace(ahead.after(bar), known_ns=bar.known_ns)))


def vix_of_the_same_day(patch: pytest.MonkeyPatch, ahead: Ahead) -> None:
    """Joined by date, a quarter of an hour too early."""

    def on_bar(honest: Any, self: Any, bar: Bar) -> None:
        honest(self, bar)
        vix = ahead.on("VIX", bar.start_ns)
        if vix is not None and "VIX" in self._beside:
            self._beside["VIX"].on_bar(vix)

    wrap(patch, FeatureSet, "on_bar", on_bar)


def underlying_of_the_next_day(patch: pytest.MonkeyPatch, ahead: Ahead) -> None:
    """A companion read one row too far."""

    def on_companion(honest: Any, self: Any, bar: Bar) -> None:
        honest(self, replace(ahead.after(bar), known_ns=bar.known_ns, start_ns=bar.start_ns) if bar.symbol == "IWM" else bar)

    wrap(patch, FeatureSet, "on_companion", on_companion)


def normalised_by_the_whole_run(patch: pytest.MonkeyPatch, ahead: Ahead) -> None:
    """Mean and spread of everything, what is to come included."""
    done: dict[int, Normalizer] = {}

    def push(honest: Any, self: Any, inputs: Any, warm: bool = True) -> None:
        names = tuple(dict.fromkeys(name for name in self._normalizer.names if name != "sentiment_known"))
        plan = AgentPlan("all", "TNA", "1d", "IWM", names)
        if id(ahead.batches) not in done:
            done.clear()
            rows = [due.inputs for due in decisions_due(plan, [b for b in ahead.batches if not b.actions])]
            done[id(ahead.batches)] = Normalizer.fitted(self._normalizer.names, rows)
        self._normalizer = done[id(ahead.batches)]
        honest(self, inputs, warm)

    wrap(patch, ObservationBuilder, "push", push)


def normalizer_that_learns_though_frozen(patch: pytest.MonkeyPatch, ahead: Ahead) -> None:
    """Evaluation teaches it."""

    def push(honest: Any, self: Any, inputs: Any, warm: bool = True) -> None:
        honest(self, inputs, warm)
        self._normalizer.learn(inputs)

    wrap(patch, ObservationBuilder, "push", push)


def dividend_paid_before_its_day(patch: pytest.MonkeyPatch, ahead: Ahead) -> None:
    """Cash arrives with the instant before."""

    def on_instant(honest: Any, self: Any, event: Any) -> None:
        for action in ahead.actions_after(event.ts_ns):
            if isinstance(action, DividendPaid):
                self.on_dividend(action)
        honest(self, event)

    wrap(patch, Ledger, "on_instant", on_instant)


def equity_at_the_next_open(patch: pytest.MonkeyPatch, ahead: Ahead) -> None:
    """Marked at a price that is not known yet."""

    def on_bar(honest: Any, self: Any, event: BarClosed) -> None:
        honest(self, replace(event, bar=replace(event.bar, close=ahead.after(event.bar).open)))

    wrap(patch, Ledger, "on_bar", on_bar)


def reward_with_hindsight(patch: pytest.MonkeyPatch, ahead: Ahead) -> None:
    """A step is worth what the market does after it."""
    latest: list[Bar] = []

    def take(honest: Any, self: Any, event: BarClosed) -> None:
        if event.bar.symbol in ("AAPL", "TNA"):
            latest[:] = [event.bar]
        honest(self, event)

    def step(honest: Any, self: Any, before: float, after: float) -> Any:
        return honest(self, before, after * ahead.after(latest[0]).close / latest[0].close)

    wrap(patch, MarketData, "on_bar", take)
    wrap(patch, RewardMeter, "step", step)


def only_trades_that_will_pay(patch: pytest.MonkeyPatch, ahead: Ahead) -> None:
    """The gate lets through what the next bar will prove right."""

    def on_decision(honest: Any, self: Any, event: Any) -> None:
        bar = ahead.on(event.symbol, event.bar_ns)
        rises = bar is None or ahead.after(bar).close > bar.close
        if (event.action == "buy") == rises or event.action == "hold":
            honest(self, event)

    wrap(patch, RiskGate, "on_decision", on_decision)


def reasons_with_hindsight(patch: pytest.MonkeyPatch, ahead: Ahead) -> None:
    """The sentence knows how it went on."""

    def explain(honest: Any, self: Any, decision: Any, observation: Any) -> Any:
        bar = ahead.on(decision.symbol, decision.bar_ns)
        went = "up" if bar is None or ahead.after(bar).close > bar.close else "down"
        why = honest(self, decision, observation)
        return replace(why, sentence=f"{why.sentence} It went {went}.")

    wrap(patch, PolicyExplainer, "explain", explain)


PLANTED: dict[Bug, str] = {
    fill_at_the_close_just_seen: "fill_time",
    fill_at_the_close_just_seen_one_bar_later: "fill_price",
    fill_at_the_next_close: "fill_bar",
    fill_at_the_best_price_of_the_bar: "fill_bar",
    impact_by_the_volume_of_the_fills_own_bar: "fill_bar",
    stop_that_feels_the_next_bar: "future",
    sized_at_the_next_open: "future",
    features_of_the_next_bar: "future",
    vix_of_the_same_day: "future",
    underlying_of_the_next_day: "future",
    normalised_by_the_whole_run: "future",
    normalizer_that_learns_though_frozen: "history",
    dividend_paid_before_its_day: "future",
    equity_at_the_next_open: "future",
    reward_with_hindsight: "future",
    only_trades_that_will_pay: "rows",
    reasons_with_hindsight: "future",
}
