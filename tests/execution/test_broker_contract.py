"""Every broker runs the conformance suite; a new one joins the dict."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rlbot.events.market import BarClosed
from tests.bridge.broker_world import Desk, Prompt
from tests.contracts.broker import *  # noqa: F403
from tests.contracts.broker import BrokerWorld
from tests.risk.trading_path import TradingPath, agent, daily


def simulated() -> BrokerWorld:
    """Bars of one day each."""
    path = TradingPath(agent("a"), agent("b"))
    days = iter(range(1_000))

    def trade(price: float, low: float | None = None, high: float | None = None) -> None:
        bar = daily(next(days), price, price if high is None else high, price if low is None else low, price)
        path.bus.publish(BarClosed(ts_ns=bar.known_ns, bar=bar))

    return BrokerWorld(path.broker, path.said, trade)


def behind_the_bridge() -> BrokerWorld:
    """The bridge's, over a fake bridge that answers at once."""
    desk = Desk()
    return BrokerWorld(Prompt(desk), desk.said, desk.bridge.trade)


BROKERS: dict[str, Callable[[], BrokerWorld]] = {"simulated": simulated, "behind the bridge": behind_the_bridge}


@pytest.fixture(params=list(BROKERS.values()), ids=list(BROKERS))
def world(request: pytest.FixtureRequest) -> BrokerWorld:
    build: Callable[[], BrokerWorld] = request.param
    return build()
