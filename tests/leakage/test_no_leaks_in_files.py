"""From the files on: rows and corporate actions after a day are replaced on disk, and nothing said up to its bell changes.

Unlike batches, files are read whole before a run (surveys, adjustment by splits), and the VIX of the day itself lies behind the
bell: its row is replaced too.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from rlbot.clock import from_iso
from rlbot.engine import agent_plan
from rlbot.market.calendar import NYSE
from rlbot.market.data_folder import DataFolder
from rlbot.market.feeds.csv_replay import CsvReplayFeed
from rlbot.market.feeds.feed import Batch
from rlbot.market.plan import subscriptions
from rlbot.settings.agent import AgentSettings
from rlbot.training.leakage_engine import trading
from tests.e2e.reference import Bar
from tests.e2e.worlds import days, split_on, walk, write
from tests.leakage.planted_engine import Ahead, sabotaged, vix_of_the_same_day
from tests.leakage.traded import agent, untrained

STAMPS = days(260)
SPLIT, DIVIDEND = STAMPS[20][:10], STAMPS[40][:10]
SEEDS = {"AAPL": 1, "TNA": 2, "IWM": 3, "VIX": 4}
HONEST = {symbol: walk(STAMPS, seed, start=90.0 if symbol != "VIX" else 20.0) for symbol, seed in SEEDS.items()}


def folder(path: Path, after: int, rng: random.Random | None) -> Path:
    """The market on disk; with `rng` everything later than bar `after` is another."""
    actions = ["symbol,date,action,value"]
    for symbol, honest in HONEST.items():
        rows = split_on(honest, SPLIT, 2.0) if symbol != "VIX" else honest
        kept = after if symbol == "VIX" else after + 1  # the VIX of the day is not known at the day's bell
        write(path, f"{symbol}_1d.csv", rows if rng is None else [*rows[:kept], *another(rows[kept:], rng)])
        if symbol != "VIX":
            actions += [f"{symbol},{SPLIT},split,2", f"{symbol},{DIVIDEND},dividend_raw,0.4"]
            if rng is not None:
                actions.append(f"{symbol},{STAMPS[after + 1][:10]},dividend_raw,{rng.uniform(0.1, 9.0):.2f}")
                actions.append(f"{symbol},{STAMPS[after + 2][:10]},split,{rng.choice([2, 3, 0.1])}")
    (path / "CORPORATE_ACTIONS.csv").write_text("\n".join(actions) + "\n")
    return path


def another(rows: Sequence[Bar], rng: random.Random) -> list[Bar]:
    """Garbage, half as high again, shuffled, or nothing at all; some rows are no bars."""
    how = rng.randrange(4)
    if how == 0:
        return []
    prices = list(rows)
    if how == 1:
        rng.shuffle(prices)
    changed = []
    for row, p in zip(rows, prices, strict=True):
        f = rng.uniform(0.2, 5.0) if how == 2 else 1.5 if how == 3 else 1.0
        high = float("nan") if rng.random() < 0.1 else p.high * f
        changed.append(Bar(row.stamp, p.open * f, high, p.low * f, p.close * f))
    return changed


def differing(settings: AgentSettings, folder_: Path, trials: int, ahead: Ahead | None = None) -> list[str]:
    """The days up to whose bell something was said otherwise."""
    honest = folder(folder_ / "honest", 0, None)

    def batches(market: Path) -> list[Batch]:
        return list(CsvReplayFeed(DataFolder(market), subscriptions((agent_plan(settings),))).batches())

    files = untrained(settings, batches(honest))
    factory = trading(settings, files, warm_up=0)
    pipeline = sabotaged(factory, ahead)() if ahead is not None else factory()
    rng = random.Random(4)
    before = list(pipeline(batches(honest)))
    found = []
    for trial in range(trials):
        after = rng.randrange(60, len(STAMPS) - 10)
        session = NYSE.session(from_iso(STAMPS[after]))
        assert session is not None
        again = pipeline(batches(folder(folder_ / f"other_{trial}", after, rng)))
        said = [one for one in before if one.ts_ns <= session.close_ns]
        if said != [one for one in again if one.ts_ns <= session.close_ns]:
            found.append(STAMPS[after])
        assert len(said) > after
    return found


@pytest.mark.parametrize("algorithm", ["ppo", "sac"])
def test_nothing_said_up_to_a_bell_depends_on_rows_behind_it(tmp_path: Path, algorithm: str) -> None:
    assert differing(agent(algorithm), tmp_path, 30) == []


def test_a_vix_read_at_the_bell_of_its_day_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ahead = Ahead()
    vix_of_the_same_day(monkeypatch, ahead)
    assert len(differing(agent("ppo"), tmp_path, 3, ahead)) == 3
