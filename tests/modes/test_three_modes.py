"""Environment, backtest and `rlbot up` at full speed over the same bars: the same observations, actions, fills and equity."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from rlbot.events.base import Interval
from rlbot.market.feeds.feed import Subscription
from tests.modes.three_modes import agree, world_of
from tests.modes.worlds import write_market

FEATURES = '"price", "volume", "rsi", "macd", "ema_10", "ema_50", "vix"'


@dataclass(frozen=True)
class Case:
    """An agent and a range. `real`: bars recorded on the exchange."""

    algorithm: str
    symbol: str
    interval: Interval
    start: str
    end: str
    underlying: str = ""
    real: bool = False

    def file(self) -> str:
        names = f'{FEATURES}, "underlying"' if self.underlying else FEATURES
        beside = f'underlying = "{self.underlying}"\nleverage = 3.0\n' if self.underlying else ""
        stop = 0.05 if self.interval == "1d" else 0.01
        return f"""
algorithm = "{self.algorithm}"
symbol = "{self.symbol}"
{beside}interval = "{self.interval}"
[costs]
spread_bps = 4.0
impact = 0.5
max_participation = 0.01
debit_rate = 0.06
borrow_rate = 0.02
[limits]
stop_loss = {stop}
take_profit = {1.5 * stop}
no_trade_band = 0.05
[features]
names = [{names}]
"""


MADE_UP = [
    Case("ppo", "AAPL", "1d", "2005-01-03", "2006-03-31"),
    Case("sac", "TNA", "1d", "2005-01-03", "2006-03-31", underlying="IWM"),
    Case("ppo", "AAPL", "5m", "2005-11-23", "2005-12-02"),  # holds an early close
    Case("sac", "TNA", "5m", "2005-11-23", "2005-12-02", underlying="IWM"),
]
REAL = [
    Case("ppo", "AAPL", "1d", "2019-06-03", "2021-12-31", real=True),  # a 4:1 split and dividends
    Case("sac", "TNA", "1d", "2012-06-01", "2014-12-31", underlying="IWM", real=True),  # a 2:1 split
    Case("ppo", "AAPL", "5m", "2024-11-25", "2024-12-06", real=True),  # an early close
]


@pytest.mark.parametrize("case", MADE_UP, ids=lambda case: f"{case.algorithm}-{case.interval}")
def test_on_a_made_up_market(tmp_path: Path, case: Case) -> None:
    market = tmp_path / "market"
    series = [Subscription(case.symbol, case.interval), Subscription("VIX", "1d")]
    if case.underlying:
        series.append(Subscription(case.underlying, case.interval))
    write_market(market, series, case.start, case.end)
    assert agree(world_of(case.file(), case.start, case.end, tmp_path / "home", market)) > 10


@pytest.mark.shared
@pytest.mark.parametrize("case", REAL, ids=lambda case: f"{case.algorithm}-{case.symbol}-{case.interval}")
def test_on_recorded_bars(tmp_path: Path, market_data: Path, case: Case) -> None:
    assert agree(world_of(case.file(), case.start, case.end, tmp_path / "home", market_data)) > 10
