"""The real pipeline, bars to market row, of both agents: nothing at or before an instant knows what comes after it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import pytest

from rlbot.bus import Bus
from rlbot.clock import from_iso
from rlbot.events.market import SplitApplied
from rlbot.market.data_folder import DataFolder
from rlbot.market.features.registry import FEATURES, expanded
from rlbot.market.feeds.csv_replay import CsvReplayFeed
from rlbot.market.feeds.feed import Batch
from rlbot.market.history import decisions_due
from rlbot.market.market_data import AgentPlan, MarketData
from rlbot.market.normalizer import Normalizer
from rlbot.market.plan import subscriptions
from rlbot.training.leakage import Leak, find_leaks, observing
from tests.leakage.planted import ETF, STOCK
from tests.market.series import merged, moody, recorded, wandering

EVERYTHING = AgentPlan("all", "TNA", "1d", "IWM", tuple(FEATURES))
SYNTHETIC = moody(merged(*(wandering(symbol, 1000, seed) for seed, symbol in enumerate(("AAPL", "TNA", "IWM", "VIX")))))
PLANS = {plan.agent_id: plan for plan in (STOCK, ETF, EVERYTHING)}


def leaks(plan: AgentPlan, batches: Sequence[Batch], instants: int, seed: int = 0, warm_up: int = 0) -> list[Leak]:
    inputs = [due.inputs for due in decisions_due(plan, batches[: len(batches) // 2])]
    normalizer = Normalizer.fitted(expanded(plan.features), inputs).state()
    return find_leaks(observing(plan, normalizer, 3), batches, instants=instants, seed=seed, warm_up=warm_up)


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_nothing_leaks_on_a_synthetic_market(plan: AgentPlan) -> None:
    assert leaks(plan, SYNTHETIC, 100, warm_up=960) == []


@pytest.mark.parametrize("name", list(FEATURES))
def test_no_feature_leaks_by_itself(name: str) -> None:
    assert leaks(AgentPlan("one", "TNA", "1d", "IWM", (name,)), SYNTHETIC, 20) == []


@lru_cache(maxsize=4)
def replayed(folder: Path, plan: AgentPlan, first: str, last: str) -> list[Batch]:
    """As the feed gives them: as traded, splits and dividends as events."""
    return list(CsvReplayFeed(DataFolder(folder), subscriptions((plan,)), from_iso(first), from_iso(last)).batches())


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("plan", [STOCK, ETF], ids=["ppo_stock", "sac_etf"])
def test_nothing_leaks_on_recorded_days(market_data: Path, plan: AgentPlan, seed: int) -> None:
    """Together 1,000 instants, 2008 to 2024, across four splits."""
    batches = replayed(market_data, plan, "2008-11-19", "2024-12-31")
    assert leaks(plan, batches, 100, seed, warm_up=960 if seed == 0 else 0) == []


def test_a_split_does_not_look_like_a_crash(market_data: Path) -> None:
    for plan, days in ((STOCK, ("2014-06-09", "2020-08-31")), (ETF, ("2013-04-02", "2017-05-01"))):
        batches = replayed(market_data, plan, "2008-11-19", "2024-12-31")
        splits = [a for batch in batches for a in batch.actions if isinstance(a, SplitApplied) and a.symbol == plan.symbol]
        assert [a.session_ns for a in splits] == [from_iso(day) for day in days]
        due = {one.bar.start_ns: one.inputs for one in decisions_due(plan, batches)}
        assert all(abs(due[a.session_ns][0]) < 0.1 for a in splits), "the return"
        assert all(abs(due[a.session_ns][1]) < 1.5 for a in splits), "the volume"
        assert all(abs(due[a.session_ns][5]) < 0.3 for a in splits), "the gap to EMA 50"


def test_nothing_leaks_on_recorded_minutes_with_an_intraday_vix(market_data: Path) -> None:
    plan = AgentPlan("fast", "TZA", "1m", "IWM", (*STOCK.features, "volatility"), "1m")
    span = from_iso("2019-02-11"), from_iso("2019-02-16")
    batches = merged(*(recorded(market_data, symbol, "1m", *span, tag="_201902") for symbol in ("TZA", "VIX")))
    assert leaks(plan, batches, 60) == []


def test_warm_up_declared_for_the_set_is_what_the_history_check_ran_with() -> None:
    """The checks above give 960 batches, two a session: no less than the longest declared warm-up."""
    longest = max(MarketData(Bus(), (plan,)).warm_up_bars for plan in PLANS.values())
    assert longest <= 480
