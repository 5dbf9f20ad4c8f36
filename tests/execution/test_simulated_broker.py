"""How the simulated broker fills: next open, volume, gaps, both levels in one bar, splits, and ids that come out the same."""

from __future__ import annotations

import random
from typing import Any

import pytest
from msgspec import json

from rlbot.bus import Bus
from rlbot.events.base import Event
from rlbot.events.market import Bar, BarClosed, SplitApplied
from rlbot.events.trade import OrderApproved, OrderCancelled, OrderFilled, ProtectionPlaced, ProtectionRemoved
from rlbot.execution.cost_schedule import cost_plan
from rlbot.execution.resting import BrokerPlan
from rlbot.execution.simulated_broker import SimulatedBroker
from rlbot.market.feeds.feed import Batch
from rlbot.market.liquidity import Liquidity
from rlbot.settings.agent import CostSettings
from tests.execution.approved import approved
from tests.risk.trading_path import daily, flat_day

KINDS = (OrderFilled, OrderCancelled, ProtectionPlaced, ProtectionRemoved)


class Market:
    """One simulated broker, free of spread unless told, and what it said."""

    def __init__(self, costs: CostSettings | None = None) -> None:
        self.bus = Bus()
        self.said: list[Event] = []
        for kind in KINDS:
            self.bus.on(kind, self.said.append)
        plan = BrokerPlan("a", "ABC", "1d", cost_plan(costs or CostSettings(spread_bps=0.0)))
        self.broker = SimulatedBroker(self.bus, [plan], Liquidity)

    def bar(self, bar: Bar) -> None:
        self.broker.on_bar(BarClosed(ts_ns=bar.known_ns, bar=bar))

    def split(self, factor: float) -> None:
        self.broker.on_split(SplitApplied(ts_ns=1, symbol="ABC", session_ns=0, factor=factor))

    def fills(self) -> list[OrderFilled]:
        return [e for e in self.said if isinstance(e, OrderFilled)]


def held(market: Market, **levels: Any) -> None:
    """100 shares bought on day 0 at 100."""
    market.broker.submit(approved("a-0-e", 100, **levels))
    market.bar(flat_day(0, 100.0))


def test_an_order_fills_at_the_next_open_not_at_the_close_it_saw() -> None:
    market = Market()
    market.bar(flat_day(0, 100.0))
    market.broker.submit(approved())
    market.bar(daily(1, 103.0, 110.0, 99.0, 105.0))
    fill = market.fills()[0]
    assert (fill.price, fill.reference_price, fill.bar_ns) == (103.0, 103.0, daily(1, 1, 1, 1, 1).start_ns)


def test_spread_is_paid_on_both_sides() -> None:
    market = Market(CostSettings(spread_bps=20.0))
    held(market)
    market.broker.submit(approved("a-1-r", 100, side="sell", purpose="reduce"))
    market.bar(flat_day(1, 100.0))
    bought, sold = market.fills()
    assert bought.price == pytest.approx(100.1)
    assert sold.price == pytest.approx(99.9)
    assert bought.spread_cost == pytest.approx(10.0)
    assert bought.impact_cost == 0.0


def test_impact_uses_what_was_known_before_the_fill_bar() -> None:
    market = Market(CostSettings(spread_bps=0.0, impact=1.0))
    market.broker.warm_up_batch(Batch(1, (daily(-2, 100.0, 100.0, 100.0, 100.0, 10_000.0),)))
    market.broker.warm_up_batch(Batch(1, (daily(-1, 102.0, 102.0, 102.0, 102.0, 10_000.0),)))
    market.broker.submit(approved())
    market.bar(daily(0, 100.0, 100.0, 100.0, 100.0, 1e9))
    fill = market.fills()[0]
    assert fill.impact_cost == pytest.approx(100 * 100.0 * 0.019802627 * (100 / 10_000) ** 0.5, rel=1e-6)


def test_volume_limit_fills_in_part_and_the_rest_expires() -> None:
    market = Market(CostSettings(spread_bps=0.0, max_participation=0.1))
    market.broker.submit(approved())
    market.bar(daily(0, 100.0, 100.0, 100.0, 100.0, 409.0))
    market.bar(flat_day(1, 100.0))
    assert [f.quantity for f in market.fills()] == [40]
    ended = [e for e in market.said if isinstance(e, OrderCancelled)]
    assert [(e.filled, e.reason) for e in ended] == [(40, "expired")]


def test_reducing_goes_first_and_an_entry_against_what_is_left_is_cancelled() -> None:
    market = Market(CostSettings(spread_bps=0.0, max_participation=0.1))
    market.broker.submit(approved("a-0-e", 100))
    market.bar(flat_day(0, 100.0))
    market.broker.submit(approved("a-1-e", 50, side="sell"))
    market.broker.submit(approved("a-1-r", 100, side="sell", purpose="reduce"))
    market.bar(daily(1, 100.0, 100.0, 100.0, 100.0, 600.0))
    assert [(f.client_order_id, f.quantity) for f in market.fills()[1:]] == [("a-1-r", 60)]
    ended = {e.client_order_id: e.filled for e in market.said if isinstance(e, OrderCancelled)}
    assert ended == {"a-1-r": 60, "a-1-e": 0}


def test_a_flip_is_two_fills_and_protection_belongs_to_the_new_side() -> None:
    market = Market()
    held(market, stop=90.0)
    market.broker.submit(approved("a-1-r", 100, side="sell", purpose="reduce"))
    market.broker.submit(approved("a-1-e", 50, side="sell", stop=110.0))
    market.bar(flat_day(1, 100.0))
    assert [(f.purpose, f.quantity) for f in market.fills()[1:]] == [("reduce", 100), ("entry", 50)]
    market.bar(daily(2, 100.0, 111.0, 100.0, 105.0))
    assert (market.fills()[-1].kind, market.fills()[-1].side, market.fills()[-1].price) == ("stop_loss", "buy", 110.0)


@pytest.mark.parametrize(
    ("bar", "kind", "price"),
    [
        (daily(1, 100.0, 101.0, 89.0, 95.0), "stop_loss", 90.0),
        (daily(1, 85.0, 95.0, 80.0, 95.0), "stop_loss", 85.0),
        (daily(1, 100.0, 121.0, 99.0, 110.0), "take_profit", 120.0),
        (daily(1, 125.0, 126.0, 124.0, 125.0), "take_profit", 125.0),
        (daily(1, 100.0, 130.0, 80.0, 110.0), "stop_loss", 90.0),
    ],
    ids=["stop", "gap_through_stop", "profit", "gap_through_profit", "both_in_one_bar"],
)
def test_protection_triggers_at_its_level_or_at_a_gap_open(bar: Bar, kind: str, price: float) -> None:
    market = Market()
    held(market, stop=90.0, profit=120.0)
    market.bar(bar)
    exit_ = market.fills()[-1]
    assert (exit_.kind, exit_.price, exit_.purpose, exit_.decision_id) == (kind, price, "protect", "a-0")


def test_protection_works_inside_the_bar_of_its_own_entry() -> None:
    market = Market()
    market.broker.submit(approved(stop=95.0))
    market.bar(daily(0, 100.0, 101.0, 94.0, 98.0))
    assert [f.kind for f in market.fills()] == ["open", "stop_loss"]


def test_a_stop_pays_the_spread_and_a_profit_does_not() -> None:
    prices = []
    for bar in (daily(1, 100.0, 101.0, 89.0, 95.0), daily(1, 100.0, 121.0, 99.0, 110.0)):
        market = Market(CostSettings(spread_bps=20.0))
        held(market, stop=90.0, profit=120.0)
        market.bar(bar)
        prices.append(market.fills()[-1].price)
    assert prices == [pytest.approx(90.0 * 0.999), 120.0]


def test_an_add_reprices_the_pair_and_a_reduction_keeps_it() -> None:
    market = Market()
    held(market, stop=90.0)
    market.broker.submit(approved("a-1-e", 50, stop=95.0))
    market.bar(flat_day(1, 100.0))
    market.broker.submit(approved("a-2-r", 30, side="sell", purpose="reduce"))
    market.bar(flat_day(2, 100.0))
    placed = [(e.quantity, e.stop_loss_price) for e in market.said if isinstance(e, ProtectionPlaced)]
    assert placed == [(100, 90.0), (150, 95.0), (120, 95.0)]


def test_protection_covers_again_what_an_exit_claimed_and_did_not_sell() -> None:
    market = Market(CostSettings(spread_bps=0.0, max_participation=0.1))
    market.broker.submit(approved("a-0-e", 100, stop=90.0))
    market.bar(flat_day(0, 100.0))
    market.broker.shrink_protection("a", "ABC", 0)
    market.broker.submit(approved("a-1-r", 100, side="sell", purpose="reduce"))
    market.bar(daily(1, 100.0, 100.0, 88.0, 95.0, 300.0))
    assert [(f.kind, f.quantity) for f in market.fills()[1:]] == [("open", 30), ("stop_loss", 70)]


def test_a_split_rescales_position_order_and_levels() -> None:
    market = Market()
    held(market, stop=90.0)
    market.broker.submit(approved("a-1-e", 10, stop=80.0))
    market.split(4.0)
    market.bar(flat_day(1, 25.0))
    assert market.fills()[-1].quantity == 40
    placed = [e for e in market.said if isinstance(e, ProtectionPlaced)][-1]
    assert (placed.quantity, placed.stop_loss_price) == (440, 20.0)


def test_a_reverse_split_that_leaves_less_than_a_share_ends_the_order() -> None:
    market = Market()
    market.broker.submit(approved(quantity=5))
    market.split(0.1)
    market.bar(flat_day(0, 1_000.0))
    assert market.fills() == []
    assert [e.filled for e in market.said if isinstance(e, OrderCancelled)] == [0]


def test_other_series_do_not_fill_it() -> None:
    market = Market()
    market.broker.submit(approved())
    market.bar(flat_day(0, 100.0, symbol="XYZ"))
    assert market.fills() == []


def test_the_same_inputs_bring_back_the_same_state_and_the_same_ids() -> None:
    """A restart feeds the journaled bars and orders to a fresh broker: everything it would say is said alike."""
    rng = random.Random(3)
    inputs: list[Bar | OrderApproved] = []
    for day in range(40):
        open_ = 100.0 + rng.gauss(0.0, 5.0)
        inputs.append(daily(day, open_, open_ + 6.0, open_ - 6.0, open_ + rng.gauss(0.0, 3.0)))
        if rng.random() < 0.6:
            inputs.append(approved(f"a-{day:x}-e", rng.randrange(1, 50), stop=92.0, profit=112.0))
        else:
            inputs.append(approved(f"a-{day:x}-r", rng.randrange(1, 50), side="sell", purpose="reduce"))

    def run() -> list[Event]:
        market = Market(CostSettings(impact=0.5))
        for item in inputs:
            if isinstance(item, OrderApproved):
                market.broker.submit(item)
            else:
                market.bar(item)
        return market.said

    first, second = run(), run()
    assert json.encode(first) == json.encode(second)
    assert len({e.exec_id for e in first if isinstance(e, OrderFilled)}) == sum(isinstance(e, OrderFilled) for e in first)
