"""What every test may use: where the real data lies (if it does), and a clock that only moves when told."""

from __future__ import annotations

from pathlib import Path

import pytest

from rlbot.clock import ReplayClock

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
MARKET = SHARED / "data" / "market"


@pytest.fixture(scope="session")
def market_data() -> Path:
    """The folder of real bars; tests that need it skip with one line where it is absent."""
    if not MARKET.is_dir():
        pytest.skip("real market data is not beside this clone (../shared/data/market); synthetic tests still run")
    return MARKET


@pytest.fixture(scope="session")
def yahoo_answers() -> Path:
    """The folder of recorded Yahoo answers; absent in a user's clone."""
    folder = SHARED / "data" / "yahoo"
    if not folder.is_dir():
        pytest.skip("recorded Yahoo answers are not beside this clone (../shared/data/yahoo)")
    return folder


@pytest.fixture
def clock() -> ReplayClock:
    """Stands still until it is advanced."""
    return ReplayClock()
