"""The gate on the whole trading path: sizing, flips, halts, resume."""

from __future__ import annotations

import pytest

from rlbot.clock import ReplayClock, from_iso
from rlbot.events.commands import ResumeTrading
from rlbot.events.market import InstantClosed, MarkUpdated
from rlbot.events.ops import HandlerFailed, TradingHalted, TradingResumed
from rlbot.events.trade import EquityMarked, OrderApproved, OrderFilled, OrderRefused
from rlbot.risk.limits import NO_ACCOUNT_LIMITS
from rlbot.settings.platform import RiskSettings
from tests.risk.trading_path import TradingPath, agent, flat_day

FREE = {"spread_bps": 0.0}  # commissions stay: a share less than the budget would buy


def account(**limits: float) -> RiskSettings:
    return NO_ACCOUNT_LIMITS.model_copy(update=limits)


def day(path: TradingPath, number: int, price: float, weight: float | None = None) -> None:
    """A flat day, and a decision at its close."""
    bar = flat_day(number, price)
    path.play(bar)
    if weight is not None:
        path.decide(weight, bar)


def sent(path: TradingPath) -> list[tuple[str, str, int]]:
    return [(o.purpose, o.side, o.quantity) for o in path.heard(OrderApproved)]


def refused(path: TradingPath) -> list[tuple[str, int]]:
    return [(r.rule, r.quantity) for r in path.heard(OrderRefused)]


def test_a_decision_becomes_one_order_with_protection_from_its_close() -> None:
    path = TradingPath(agent(costs=FREE, limits={"stop_loss": 0.1, "take_profit": 0.2}))
    day(path, 0, 100.0, 0.5)
    (order,) = path.heard(OrderApproved)
    assert (order.quantity, order.side, order.purpose) == (250, "buy", "entry")
    assert (order.stop_loss_price, order.take_profit_price) == (90.0, 120.0)
    assert order.client_order_id == order.decision_id + "-e"
    assert order.rules_passed > 0
    assert len(order.client_order_id) <= 32


def test_hold_shares_sends_nothing_however_far_the_weight_is() -> None:
    path = TradingPath(agent(costs=FREE))
    path.play(flat_day(0, 100.0))
    path.decide(1.0, flat_day(0, 100.0), hold=True)
    assert path.heard(OrderApproved) == []


def test_the_same_decision_twice_is_one_order() -> None:
    path = TradingPath(agent(costs=FREE))
    day(path, 0, 100.0, 0.5)
    path.decide(0.5, flat_day(0, 100.0))
    path.play(flat_day(1, 100.0))
    assert [f.quantity for f in path.heard(OrderFilled)] == [250]


def test_a_flip_is_a_reduction_and_an_entry() -> None:
    path = TradingPath(agent(costs=FREE, limits={"allow_short": True}))
    day(path, 0, 100.0, 1.0)
    day(path, 1, 100.0, -1.0)
    assert sent(path)[1:] == [("reduce", "sell", 500), ("entry", "sell", 499)]


def test_long_only_clips_a_short_target_to_flat() -> None:
    path = TradingPath(agent(costs=FREE))
    day(path, 0, 100.0, 1.0)
    day(path, 1, 100.0, -1.0)
    assert sent(path)[1:] == [("reduce", "sell", 500)]


def test_an_entry_beyond_a_limit_is_trimmed_and_the_rest_refused() -> None:
    path = TradingPath(agent(costs=FREE, leverage=3.0), account=account(max_exposure=1.5))
    day(path, 0, 100.0, 1.0)
    assert sent(path) == [("entry", "buy", 250)]
    assert refused(path) == [("exposure", 250)]


def test_two_agents_of_one_instant_cannot_both_use_the_same_room() -> None:
    path = TradingPath(agent("a", costs=FREE), agent("b", costs=FREE), account=account(max_exposure_per_asset=0.75))
    bar = flat_day(0, 100.0)
    path.play(bar)
    path.decide(1.0, bar, "a")
    path.decide(1.0, bar, "b")
    assert [(o.agent_id, o.quantity) for o in path.heard(OrderApproved)] == [("a", 500), ("b", 250)]


def test_daily_loss_halts_the_agent_until_the_next_session() -> None:
    path = TradingPath(agent("a", costs=FREE, limits={"daily_loss": 0.1}), agent("b", symbol="XYZ", costs=FREE))
    day(path, 0, 100.0, 0.8)
    day(path, 1, 100.0)
    day(path, 2, 80.0, 1.0)
    halt = path.heard(TradingHalted)[0]
    assert (halt.agent_id, halt.rule, halt.limit) == ("a", "daily_loss", 0.1)
    assert halt.value == pytest.approx(0.16, abs=1e-4)
    assert refused(path)[0][0] == "daily_loss"
    day(path, 3, 80.0, 1.0)
    assert [r.agent_id for r in path.heard(TradingResumed)] == ["a"]
    assert len(refused(path)) == 1


def test_drawdown_halts_entries_but_never_an_exit_and_lasts_until_resumed() -> None:
    path = TradingPath(agent(costs=FREE, limits={"max_drawdown": 0.2}))
    day(path, 0, 100.0, 1.0)
    day(path, 1, 100.0)
    day(path, 2, 75.0, 0.0)
    assert [h.rule for h in path.heard(TradingHalted)] == ["drawdown"]
    assert sent(path)[-1] == ("reduce", "sell", 500)
    day(path, 3, 75.0, 1.0)
    day(path, 4, 75.0, 1.0)
    assert refused(path) == [("drawdown", 499), ("drawdown", 499)]
    path.bus.publish(ResumeTrading(ts_ns=1, origin="dashboard"))
    day(path, 5, 75.0, 1.0)
    assert sent(path)[-1][0] == "entry"
    assert [r.reason for r in path.heard(TradingResumed)] == ["resumed by dashboard"]


def test_a_fall_between_bars_halts_the_account() -> None:
    path = TradingPath(agent(costs=FREE), account=account(daily_loss=0.05))
    day(path, 0, 100.0, 1.0)
    day(path, 1, 100.0)
    path.bus.publish(MarkUpdated(ts_ns=flat_day(1, 1.0).known_ns + 1, symbol="ABC", price=94.0))
    assert [(h.agent_id, h.rule) for h in path.heard(TradingHalted)] == [("", "daily_loss")]


def test_a_mark_of_the_evening_begins_no_new_session() -> None:
    path = TradingPath(agent(costs=FREE), account=account(daily_loss=0.05))
    day(path, 0, 100.0, 1.0)
    day(path, 1, 100.0)
    day(path, 2, 90.0)
    midnight_ns = flat_day(3, 1.0).start_ns  # UTC; 19:00 in New York
    path.bus.publish(MarkUpdated(ts_ns=midnight_ns + 1_800_000_000_000, symbol="ABC", price=90.0))
    assert path.heard(TradingResumed) == []
    path.bus.publish(MarkUpdated(ts_ns=midnight_ns + 9 * 3_600_000_000_000, symbol="ABC", price=90.0))
    assert len(path.heard(TradingResumed)) == 1


def test_a_failed_handler_on_the_path_halts_new_risk() -> None:
    path = TradingPath(agent(costs=FREE))
    for critical in (False, True):
        path.bus.publish(HandlerFailed(ts_ns=1, handler="x", event="y", error="z", critical=critical))
    day(path, 0, 100.0, 1.0)
    assert [h.rule for h in path.heard(TradingHalted)] == ["handler_failed"]
    assert refused(path) == [("handler_failed", 500)]


def test_old_data_and_far_prices_open_nothing() -> None:
    clock = ReplayClock()
    path = TradingPath(agent(costs=FREE), account=account(stale_after_s=60.0), clock=clock)
    path.play(flat_day(2, 100.0))
    clock.advance_to(flat_day(2, 1.0).known_ns + 61_000_000_000)
    path.decide(0.5, flat_day(2, 100.0))
    assert refused(path) == [], "the exchange is closed: there is nothing newer"
    path = TradingPath(agent(costs=FREE), account=account(stale_after_s=60.0), clock=clock)
    path.play(flat_day(2, 100.0))
    clock.advance_to(from_iso("2022-01-11T14:30:00Z"))
    path.decide(1.0, flat_day(2, 100.0))
    assert refused(path) == [("stale_data", 500)], "trading goes on, and the decision is yesterday's"


@pytest.mark.parametrize(
    ("mark_ns", "expected"),
    [
        (flat_day(2, 1.0).start_ns, []),  # from before the bar: it says nothing about its close
        (flat_day(2, 1.0).start_ns + 1, [("price_collar", 500)]),
        (flat_day(2, 1.0).known_ns + 1, [("price_collar", 500)]),
    ],
)
def test_a_price_far_from_the_mark_since_its_bar_began_opens_nothing(mark_ns: int, expected: list[tuple[str, int]]) -> None:
    path = TradingPath(agent(costs=FREE), account=account(price_collar=0.1))
    path.play(flat_day(2, 100.0))
    path.bus.publish(MarkUpdated(ts_ns=mark_ns, symbol="ABC", price=120.0))
    path.decide(1.0, flat_day(2, 100.0))
    assert refused(path) == expected


def test_a_bar_that_a_live_feed_saw_late_opens_nothing_and_closes_what_is_held() -> None:
    """The clock of a replay stands still; when the bars were seen is part of the instant, so it comes out the same again."""
    path = TradingPath(agent(costs=FREE), account=account(stale_after_s=60.0))
    day(path, 2, 100.0, 0.5)
    day(path, 3, 100.0)
    late = flat_day(4, 100.0)
    path.play(late)
    path.bus.publish(InstantClosed(ts_ns=late.known_ns, seen_ns=from_iso("2022-01-13T15:00:00Z")))
    path.decide(1.0, late)
    assert [rule for rule, _ in refused(path)] == ["stale_data"]
    path.decide(0.0, late)
    assert sent(path)[-1][0] == "reduce"


def test_halts_and_drawdown_come_back_from_the_journal() -> None:
    path = TradingPath(agent(costs=FREE, limits={"max_drawdown": 0.2}))
    day(path, 0, 100.0, 1.0)
    day(path, 1, 100.0)
    day(path, 2, 85.0)
    journaled = [e for e in path.said if isinstance(e, EquityMarked | TradingHalted)]
    later = TradingPath(agent(costs=FREE, limits={"max_drawdown": 0.2}))
    later.gate.restore(journaled)
    last = journaled[-1]
    assert isinstance(last, EquityMarked)
    later.gate.on_equity(EquityMarked(**{**{f: getattr(last, f) for f in last.__struct_fields__}, "equity": 39_000.0}))
    assert [h.rule for h in later.heard(TradingHalted)] == ["drawdown"]
    again = TradingPath(agent(costs=FREE))
    again.gate.restore(later.heard(TradingHalted))
    day(again, 0, 100.0, 1.0)
    assert refused(again) == [("drawdown", 500)]


def test_in_a_deep_drawdown_a_flip_closes_all_and_opens_half() -> None:
    path = TradingPath(agent(costs=FREE, limits={"allow_short": True, "drawdown_reduce": 0.2}))
    day(path, 0, 100.0, 1.0)
    day(path, 1, 100.0)
    day(path, 2, 75.0)
    bar = flat_day(3, 75.0)
    path.play(bar)
    wanted = int(path.ledger.view("a").equity / 75.0)
    path.decide(-1.0, bar)
    assert sent(path)[1:] == [("reduce", "sell", 500), ("entry", "sell", wanted // 2)]
    assert [rule for rule, _ in refused(path)] == ["drawdown_reduce"]
