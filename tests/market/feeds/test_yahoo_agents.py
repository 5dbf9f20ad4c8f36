"""The two agents that ship, on stored Yahoo history: as-traded prices, dividends per as-traded share, replay into live."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from rlbot.clock import from_iso, iso
from rlbot.engine import agent_plan
from rlbot.events.market import DividendPaid, SplitApplied
from rlbot.market.csv_file import Row
from rlbot.market.data_folder import DataFolder
from rlbot.market.feeds.feed import Batch
from rlbot.market.history import decisions_due
from rlbot.market.plan import AgentPlan, subscriptions
from rlbot.settings.loading import load
from rlbot.settings.platform import Settings
from tests.market.feeds.yahoo_market import YahooMarket
from tests.market.feeds.yahoo_wall import Wall, feed_over, until
from tests.market.rows import daily, scaled

SETTINGS = load(Path(__file__).resolve().parents[3])
assert isinstance(SETTINGS, Settings), SETTINGS
PLANS = {agent.id: agent_plan(agent) for agent in SETTINGS.agents}
SPLITS = {"AAPL": ("2024-01-23", 4.0), "TNA": ("2024-02-06", 0.1), "IWM": ("2024-02-06", 2.0)}
LEVELS = {"AAPL": 400.0, "TNA": 4.0, "IWM": 180.0, "^VIX": 15.0}


def traded(symbol: str) -> list[Row]:
    """The series as it was traded: 2021 to April 2024, with its split."""
    day, factor = SPLITS.get(symbol, ("2030-01-01", 1.0))
    rows = daily("2021-01-04", "2024-04-30", LEVELS[symbol])
    return [scaled(row, 1 / factor) if row[0] >= from_iso(day) else row for row in rows]


def market(wall: Wall) -> YahooMarket:
    made = YahooMarket(wall.now_ns)
    for symbol in LEVELS:
        made.add(symbol, "1d", traded(symbol))
    for symbol, (day, factor) in SPLITS.items():
        made.split(symbol, day, factor)
    made.dividend("AAPL", "2023-11-10", 0.96).dividend("AAPL", "2024-02-09", 0.24)
    return made.dividend("TNA", "2023-12-21", 0.02).dividend("IWM", "2023-12-14", 0.80)


def of(symbol: str, batches: list[Batch]) -> dict[int, tuple[float, ...]]:
    return {
        b.start_ns: (b.open, b.high, b.low, b.close, b.volume) for batch in batches for b in batch.bars if b.symbol == symbol
    }


@pytest.mark.parametrize("agents", [("ppo_stock",), ("sac_etf",), ("ppo_stock", "sac_etf")])
async def test_every_bar_comes_as_traded_and_every_action_once(tmp_path: Path, agents: tuple[str, ...]) -> None:
    wall = Wall("2024-03-08T18:00:00Z")
    series = subscriptions([PLANS[agent] for agent in agents])
    feed, _ = feed_over(tmp_path, market(wall), wall, series, "2023-11-01", "2024-03-12")
    got = [batch async for batch in feed.stream()]
    for wanted in series:
        symbol = "^VIX" if wanted.symbol == "VIX" else wanted.symbol
        rows = {row[0]: row[1:] for row in traded(symbol) if from_iso("2023-11-01") <= row[0] <= from_iso("2024-03-12")}
        found = of(wanted.symbol, got)
        assert list(found) == list(rows)
        assert all(found[day] == pytest.approx(rows[day], rel=1e-6) for day in rows)
    actions = [a for batch in got for a in batch.actions]
    assert {(a.symbol, a.factor) for a in actions if isinstance(a, SplitApplied)} == {
        (s.symbol, SPLITS[s.symbol][1]) for s in series if s.symbol in SPLITS
    }
    paid = {(a.symbol, iso(a.session_ns)[:10]): a.amount for a in actions if isinstance(a, DividendPaid)}
    expected = {
        ("AAPL", "2023-11-10"): 0.96,
        ("AAPL", "2024-02-09"): 0.24,
        ("TNA", "2023-12-21"): 0.02,
        ("IWM", "2023-12-14"): 0.80,
    }
    symbols = {s.symbol for s in series}
    assert paid == pytest.approx({key: cash for key, cash in expected.items() if key[0] in symbols})
    assert len(actions) == len(paid) + len(symbols & set(SPLITS))
    assert [n for batch in got for n in batch.notices if hasattr(n, "fault") or hasattr(n, "missing")] == []
    assert all(a.ts_ns < b.ts_ns for a, b in pairwise(got))


@pytest.mark.parametrize("agent", ["ppo_stock", "sac_etf"])
async def test_an_agent_is_asked_once_a_day_with_the_vix_of_the_day_before(tmp_path: Path, agent: str) -> None:
    wall = Wall("2024-03-08T18:00:00Z")
    plan: AgentPlan = PLANS[agent]
    feed, _ = feed_over(tmp_path, market(wall), wall, subscriptions([plan]), "2024-03-04", "2024-03-12")
    history = list(feed.history(from_iso("2024-03-04"), 600))
    due = list(decisions_due(plan, [*history, *[batch async for batch in feed.stream()]]))
    live = [d for d in due if d.bar.start_ns >= from_iso("2024-03-04")]
    assert [iso(d.ts_ns) for d in live][-2:] == ["2024-03-11T20:00:00Z", "2024-03-12T20:00:00Z"]
    assert len(live) == 7
    assert all(d.warm for d in live)
    vix = {row[0]: row[4] for row in traded("^VIX")}
    column = plan.features.index("vix")
    assert live[-1].features[column] == pytest.approx(vix[from_iso("2024-03-11")], rel=1e-6)


async def test_stored_yahoo_history_is_split_adjusted_on_disk_and_as_traded_when_read(tmp_path: Path) -> None:
    wall = Wall("2024-03-08T22:00:00Z")
    feed, _ = feed_over(tmp_path, market(wall), wall, subscriptions([PLANS["ppo_stock"]]), "2023-11-01")
    folder = DataFolder(tmp_path)
    assert folder.series("AAPL", "1d").survey.adjusted
    first = (tmp_path / "AAPL_1d.csv").read_text().splitlines()[1].split(",")
    day = next(row for row in traded("AAPL") if iso(row[0]) == first[0])
    assert float(first[4]) == pytest.approx(day[4] / 4.0, rel=1e-6)
    assert float(first[5]) == pytest.approx(day[5] * 4.0)
    assert (tmp_path / "CORPORATE_ACTIONS.csv").read_text().splitlines()[1:] == [
        "AAPL,2023-11-10,dividend,0.24",
        "AAPL,2024-01-23,split,4.0",
        "AAPL,2024-02-09,dividend,0.24",
    ]
    assert await until(feed, lambda got: len(got) > 3)
