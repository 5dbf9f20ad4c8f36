"""From bars to matrices: what a row holds, and what it must not know."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace as changed

from rlbot.clock import from_iso
from rlbot.market.data_error import DataError
from rlbot.market.data_folder import DataFolder
from rlbot.market.feeds.feed import Batch
from rlbot.settings.agent import AgentSettings
from rlbot.training import step_kernel as k
from rlbot.training.dataset import agent_plan, folder_batches, training_data
from rlbot.training.start_table import start_table, vix_trend_strata
from tests.training.small import small_agent, small_data


def stock(symbol: str = "AAPL", **chosen: object) -> AgentSettings:
    return AgentSettings.model_validate({"id": "stock", "algorithm": "ppo", "symbol": symbol} | chosen)


@pytest.mark.shared
def test_a_split_and_its_dividends_lie_on_their_bars(market_data: Path) -> None:
    settings, folder = stock(), DataFolder(market_data)
    start, end = from_iso("2020-01-02"), from_iso("2020-12-11")
    plan = agent_plan(settings, folder, start, end)
    data = training_data(settings, plan, folder_batches(settings, plan, folder, start, end), start, end)
    bars, when = data.world.bars, data.world.start_ns
    assert when[0] == start
    split = np.flatnonzero(bars[:, k.SPLIT] != 1.0)
    assert [int(when[t]) for t in split] == [from_iso("2020-08-31")]
    assert bars[split[0], k.SPLIT] == 4.0
    assert bars[split[0] - 1, k.CLOSE] > 3.0 * bars[split[0], k.CLOSE]  # as traded
    assert bars[split[0] - 1, k.ADV] == pytest.approx(bars[split[0], k.ADV], rel=0.2)  # in the filling bar's shares
    assert np.count_nonzero(bars[:, k.DIVIDEND]) == 4
    assert set(bars[1:, k.DAYS]) >= {1.0, 3.0}
    assert np.all(bars[:, k.SESSION_END] == 1.0)


@pytest.mark.shared
def test_nothing_after_the_range_can_be_felt_in_it(market_data: Path) -> None:
    settings, folder = stock(), DataFolder(market_data)
    start, end = from_iso("2015-01-02"), from_iso("2016-12-30")
    plan = agent_plan(settings, folder, start, end)
    batches = folder_batches(settings, plan, folder, start, None)
    whole = training_data(settings, plan, batches, start, end)
    garbled = [_garbled(batch) if batch.ts_ns > end + 86_400_000_000_000 else batch for batch in batches]
    after = training_data(settings, plan, garbled, start, end)
    assert whole.world.rows.tobytes() == after.world.rows.tobytes()
    assert whole.world.bars.tobytes() == after.world.bars.tobytes()
    assert whole.normalizer.state() == after.normalizer.state()


def _garbled(batch: Batch) -> Batch:
    bars = tuple(changed(bar, close=bar.close * 7.0, high=bar.high * 7.0, volume=1.0) for bar in batch.bars)
    return changed(batch, bars=bars)


@pytest.mark.shared
def test_a_leveraged_agent_trains_on_years_before_its_fund_existed(market_data: Path) -> None:
    settings = stock(
        "TNA",
        algorithm="sac",
        underlying="IWM",
        leverage=3.0,
        features={"names": ["price", "rsi", "vix", "underlying"]},
        training={"on_underlying": True},
    )
    folder = DataFolder(market_data)
    plan = agent_plan(settings, folder, None, from_iso("2018-12-31"))
    data = training_data(settings, plan, folder_batches(settings, plan, folder, None, from_iso("2018-12-31")))
    assert data.made is not None
    assert data.made.spread == pytest.approx(0.0112, abs=0.004)
    assert data.first_ns < from_iso("2008-11-19")
    assert 20.0 < np.median(data.world.bars[:, k.CLOSE]) < 200.0


def test_too_short_a_range_says_how_many_bars_there_are() -> None:
    settings = small_agent("ppo")
    with pytest.raises(DataError, match="0 usable bars"):
        training_data(settings, agent_plan(settings), [], None, None)


def test_training_on_the_underlying_needs_one() -> None:
    settings = stock(training={"on_underlying": True})
    with pytest.raises(DataError, match="names no underlying"):
        training_data(settings, agent_plan(settings), [])


def test_the_normalizer_has_seen_the_range_and_no_more() -> None:
    data = small_data("ppo")
    assert data.normalizer.count == len(data.world.bars)
    now = data.world.rows[:, : len(data.names)]
    assert np.all(np.abs(now.mean(axis=0)) < 0.1)


def test_a_digest_changes_with_any_input() -> None:
    from rlbot.training.recorded import Recorded

    one = Recorded(
        names=("a",),
        bars=np.zeros((2, k.BAR_COLUMNS)),
        inputs=np.zeros((2, 1)),
        values=np.zeros((2, 1)),
        warm=np.ones(2, bool),
        start_ns=np.arange(2),
    )
    assert one.digest() == replace(one).digest()
    assert one.digest() != replace(one, inputs=np.full((2, 1), 1e-12)).digest()


def test_every_stratum_gets_its_starts_and_none_runs_out_of_bars() -> None:
    strata = np.repeat([0, 2, 5], 100)
    table = start_table(strata, 50)
    groups = [table[table[1 + g] : table[2 + g]] for g in range(table[0])]
    assert [len(g) for g in groups] == [100, 100, 50]
    assert max(int(g.max()) for g in groups) + 50 <= len(strata) - 1


def test_strata_follow_vix_and_trend() -> None:
    close = np.concatenate([np.linspace(100, 200, 150), np.linspace(200, 100, 150)])
    vix = np.concatenate([np.full(100, 12.0), np.full(100, 20.0), np.full(100, 40.0)])
    strata = vix_trend_strata(vix, close)
    assert strata[90] == 1  # calm, rising
    assert strata[290] == 4  # wild, falling
