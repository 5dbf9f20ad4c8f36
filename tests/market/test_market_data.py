"""When a decision is due, and on what."""

from __future__ import annotations

import random

import pytest
from msgspec.structs import replace

from rlbot.bus import Bus
from rlbot.events.market import Bar, BarClosed, DecisionDue, InstantClosed, SplitApplied
from rlbot.events.ops import Heartbeat
from rlbot.market.features.registry import UnknownFeatureError
from rlbot.market.feeds.feed import Batch
from rlbot.market.history import decisions_due
from rlbot.market.market_data import AgentPlan, MarketData
from rlbot.market.plan import subscriptions
from tests.market.series import bar, merged, sessions, wandering

SECOND, MINUTE = 1_000_000_000, 60_000_000_000
NAMES = ("price", "volume", "rsi", "macd", "ema_10", "ema_50", "vix")
STOCK = AgentPlan("ppo_stock", "AAPL", "1d", None, NAMES)
ETF = AgentPlan("sac_etf", "TNA", "1d", "IWM", (*NAMES, "underlying"))
FAST = AgentPlan("fast", "TNA", "1m", "IWM", ("price", "underlying"))


class Desk:
    """A bus with the handler on it, and all that became due."""

    def __init__(self, *plans: AgentPlan, grace_ns: int = 0) -> None:
        self.bus = Bus()
        self.market_data = MarketData(self.bus, plans, grace_ns)
        self.due: list[DecisionDue] = []
        self.bus.on(SplitApplied, self.market_data.on_split)
        self.bus.on(BarClosed, self.market_data.on_bar)
        self.bus.on(InstantClosed, self.market_data.on_instant)
        self.bus.on(Heartbeat, self.market_data.on_heartbeat)
        self.bus.on(DecisionDue, self.due.append)

    def play(self, batch: Batch) -> None:
        for action in batch.actions:
            self.bus.publish(action)
        for one in batch.bars:
            self.bus.publish(BarClosed(ts_ns=batch.ts_ns, bar=one))
        self.bus.publish(InstantClosed(ts_ns=batch.ts_ns))

    def beat(self, ts_ns: int) -> None:
        self.bus.publish(Heartbeat(ts_ns=ts_ns, seq=1))


def market(count: int) -> list[Batch]:
    return merged(*(wandering(symbol, count, k) for k, symbol in enumerate(("AAPL", "TNA", "IWM", "VIX"))))


def minute(symbol: str, k: int, close: float) -> Bar:
    start_ns = sessions(1)[0].open_ns + k * MINUTE
    return bar(symbol, start_ns, start_ns + MINUTE, close, "1m")


def test_each_agent_decides_once_per_bar_of_its_own_series() -> None:
    desk = Desk(STOCK, ETF)
    for batch in market(30):
        desk.play(batch)
    assert [due.agent_id for due in desk.due] == ["ppo_stock", "sac_etf"] * 30
    assert all(due.ts_ns == due.bar.known_ns and due.available_ns <= due.ts_ns for due in desk.due)
    assert [due.bar.symbol for due in desk.due[:2]] == ["AAPL", "TNA"]


def test_decision_of_one_instant_comes_after_all_its_bars_in_any_order() -> None:
    rng = random.Random(3)
    orders: list[list[DecisionDue]] = []
    for _ in range(3):
        desk = Desk(ETF, STOCK)
        for batch in market(40):
            desk.play(replace(batch, bars=tuple(rng.sample(batch.bars, len(batch.bars)))))
        orders.append(sorted(desk.due, key=lambda d: (d.ts_ns, d.agent_id)))
    assert orders[0] == orders[1] == orders[2]


def test_warm_up_publishes_nothing_and_leaves_the_same_state_as_playing() -> None:
    batches = market(60)
    played, warmed = Desk(STOCK, ETF), Desk(STOCK, ETF)
    handed: list[DecisionDue] = []
    warmed.market_data.warm_up(batches[:80], handed.append)
    assert warmed.due == []
    for batch in batches:
        played.play(batch)
    for batch in batches[80:]:
        warmed.play(batch)
    assert handed + warmed.due == played.due
    assert list(decisions_due(ETF, batches)) == [due for due in played.due if due.agent_id == "sac_etf"]
    liquidity = [
        (desk.market_data.liquidity("TNA", "1d").adv, desk.market_data.liquidity("TNA", "1d").sigma)
        for desk in (played, warmed)
    ]
    assert liquidity[0] == liquidity[1] and liquidity[0][0] > 0.0


def test_agent_is_warm_from_its_declared_warm_up_on() -> None:
    plan = AgentPlan("a", "AAPL", "1d", None, ("price", "ema_10"))
    due = list(decisions_due(plan, merged(wandering("AAPL", 120, 1))))
    assert next(k for k, one in enumerate(due) if one.warm) == MarketData(Bus(), (plan,)).warm_up_bars - 1 == 90


def test_split_is_applied_before_the_bar_it_comes_with() -> None:
    own = wandering("AAPL", 40, 1)
    split = SplitApplied(ts_ns=own[20].known_ns, symbol="AAPL", session_ns=own[20].start_ns, factor=4.0)
    traded = [replace(one, close=one.close / 4.0, volume=one.volume * 4.0) if k >= 20 else one for k, one in enumerate(own)]
    plan = AgentPlan("a", "AAPL", "1d", None, NAMES[:-1])
    plain = list(decisions_due(plan, merged(own)))
    with_split = list(decisions_due(plan, merged(traded, actions=(split,))))
    assert [due.inputs for due in with_split] == [due.inputs for due in plain]
    assert with_split[-1].features[4] == plain[-1].features[4] / 4.0


def test_on_a_wall_clock_the_decision_waits_for_its_companion() -> None:
    desk = Desk(FAST, grace_ns=20 * SECOND)
    own, beside = minute("TNA", 0, 30.0), minute("IWM", 0, 50.0)
    desk.play(Batch(own.known_ns + SECOND, (own,)))
    desk.beat(own.known_ns + 2 * SECOND)
    assert desk.due == []
    desk.play(Batch(own.known_ns + 3 * SECOND, (beside,)))
    assert [(due.ts_ns, due.available_ns) for due in desk.due] == [(own.known_ns + 3 * SECOND, own.known_ns)]
    assert desk.market_data.features("fast").available == (own.known_ns, beside.known_ns)
    desk.beat(own.known_ns + 60 * SECOND)
    assert len(desk.due) == 1


def test_when_the_grace_is_over_the_last_known_value_stands() -> None:
    desk = Desk(FAST, grace_ns=20 * SECOND)
    desk.play(Batch(minute("TNA", 0, 30.0).known_ns, (minute("TNA", 0, 30.0), minute("IWM", 0, 50.0))))
    assert len(desk.due) == 1
    own = minute("TNA", 1, 31.0)
    desk.play(Batch(own.known_ns + SECOND, (own,)))
    desk.beat(own.known_ns + 20 * SECOND)
    assert len(desk.due) == 1
    desk.beat(own.known_ns + 21 * SECOND)
    assert len(desk.due) == 2 and desk.due[1].bar is own
    assert desk.market_data.features("fast").available == (own.known_ns, minute("IWM", 0, 50.0).known_ns)


def test_companion_of_the_next_minute_ends_the_wait_and_is_not_seen() -> None:
    desk = Desk(FAST, grace_ns=600 * SECOND)
    own = minute("TNA", 0, 30.0)
    desk.play(Batch(own.known_ns, (own,)))
    late = minute("IWM", 1, 55.0)
    desk.play(Batch(late.known_ns, (late,)))
    assert len(desk.due) == 1 and desk.due[0].features[1] == 0.0
    assert desk.due[0].available_ns == own.known_ns


def test_own_next_bar_overtakes_a_waiting_decision() -> None:
    desk = Desk(FAST, grace_ns=600 * SECOND)
    for k in range(3):
        own = minute("TNA", k, 30.0 + k)
        desk.play(Batch(own.known_ns, (own,)))
    assert [due.bar.close for due in desk.due] == [30.0, 31.0]


def test_nobody_waits_for_a_daily_vix() -> None:
    desk = Desk(STOCK, grace_ns=600 * SECOND)
    own = wandering("AAPL", 1, 1)[0]
    desk.play(Batch(own.known_ns, (own,)))
    assert len(desk.due) == 1


def test_a_decision_still_waiting_at_a_split_is_made_on_the_prices_before_it() -> None:
    desk = Desk(FAST, grace_ns=600 * SECOND)
    first, own = minute("TNA", 0, 30.0), minute("TNA", 1, 33.0)
    desk.play(Batch(first.known_ns, (first, minute("IWM", 0, 50.0))))
    desk.play(Batch(own.known_ns, (own,)))
    split = SplitApplied(ts_ns=own.known_ns + SECOND, symbol="TNA", session_ns=0, factor=2.0)
    desk.play(Batch(own.known_ns + SECOND, (), (split,)))
    assert desk.due[-1].bar is own and desk.due[-1].inputs[0] == pytest.approx(0.0953, abs=1e-4)


def test_plans_name_the_series_they_need_once() -> None:
    intraday = AgentPlan("c", "TNA", "1m", "IWM", ("price", "underlying", "vix"), "1m")
    wanted = ["AAPL 1d", "TNA 1d", "TNA 1m", "VIX 1d", "IWM 1d", "IWM 1m", "VIX 1m"]
    assert [f"{one.symbol} {one.interval}" for one in subscriptions((STOCK, ETF, intraday))] == wanted


def test_a_plan_with_an_unknown_feature_is_refused() -> None:
    with pytest.raises(UnknownFeatureError, match="allowed are price"):
        MarketData(Bus(), (AgentPlan("a", "AAPL", "1d", None, ("prise",)),))
