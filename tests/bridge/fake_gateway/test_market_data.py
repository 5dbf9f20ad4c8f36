"""Quotes, real-time bars and history: one price path, whichever way it is asked for."""

from __future__ import annotations

import math
import statistics

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rlbot.bridge.fake_gateway.market.history import BAR_SIZES
from rlbot.bridge.fake_gateway.market.hours import RegularHours
from rlbot.bridge.fake_gateway.market.instruments import INSTRUMENTS, by_symbol
from rlbot.bridge.fake_gateway.market.prices import Prices
from rlbot.bridge.fake_gateway.market.walk import SPAN, Walk, uniform
from rlbot.bridge.fake_gateway.settings import GatewaySettings
from rlbot.clock import from_iso
from tests.bridge.fake_gateway.raw_client import AAPL, MONDAY, VIX, World, errors, of

NOW = MONDAY // 1_000_000_000
UNKNOWN = ("0", "NONE", "STK", "", "0", "", "", "SMART", "", "USD", "", "")


def history(size: str, duration: str, end: str = "", style: int = 1, follow: int = 0) -> tuple[object, ...]:
    return (20, 5, *AAPL, 0, end, size, duration, 1, "TRADES", style, follow, "")


@given(st.integers(0, 4 * SPAN), st.integers(0, 4 * SPAN))
@settings(max_examples=50, deadline=None)
def test_the_walk_is_the_same_whatever_was_read_before(first: int, second: int) -> None:
    one, other = Walk("s"), Walk("s")
    a = one.at(first), one.at(second)
    b = other.at(second), other.at(first)
    assert a == b[::-1]
    assert Walk("t").at(first) != a[0] or first % SPAN == 0


def test_the_walks_steps_are_gaussian_of_variance_one_a_second() -> None:
    walk = Walk("s")
    for stride in (1, 64, 4096):
        steps = [walk.at(i + stride) - walk.at(i) for i in range(1_000, 1_000 + 400 * stride, stride)]
        assert statistics.fmean(steps) == pytest.approx(0.0, abs=0.2 * math.sqrt(stride))
        assert statistics.stdev(steps) == pytest.approx(math.sqrt(stride), rel=0.12)


def test_the_draws_are_uniform() -> None:
    draws = [uniform(key) for key in range(20_000)]
    assert statistics.fmean(draws) == pytest.approx(0.5, abs=0.01)
    assert [sum(low <= d * 10 < low + 1 for d in draws) for low in range(10)] == pytest.approx([2_000] * 10, rel=0.08)


@given(st.integers(NOW - 10**7, NOW + 10**7), st.sampled_from([i.symbol for i in INSTRUMENTS]), st.integers(0, 99))
@settings(max_examples=60, deadline=None)
def test_bars_are_sound_and_quotes_are_ordered(second: int, symbol: str, seed: int) -> None:
    prices, instrument = Prices(seed), by_symbol(symbol)
    bar = prices.bar(instrument, second)
    assert 0 < bar.low <= min(bar.open, bar.close) <= max(bar.open, bar.close) <= bar.high
    assert bar.low <= bar.wap <= bar.high
    assert bar.close == prices.bar(instrument, second + 5).open
    quote = prices.quote(instrument, second)
    assert quote.bid < quote.last < quote.ask
    assert round(quote.last, 2) == quote.last


def test_real_time_bars_come_every_five_seconds_and_join() -> None:
    world = World()
    client = world.client()
    assert client.ask(50, 3, 9, *AAPL, 5, "TRADES", 1, "") == []
    world.advance(20)
    rows = of(client.rows(), 50)
    assert [int(row[3]) for row in rows] == [NOW, NOW + 5, NOW + 10, NOW + 15]
    assert [row[7] for row in rows[:-1]] == [row[4] for row in rows[1:]]
    client.send(51, 1, 9)
    world.advance(20)
    assert client.rows() == []


def test_five_second_history_is_what_was_streamed() -> None:
    world = World()
    client = world.client()
    client.ask(50, 3, 9, *AAPL, 5, "TRADES", 1, "")
    world.advance(60)
    streamed = [row[3:] for row in of(client.rows(), 50)]
    (answer,) = of(client.ask(*history("5 secs", "60 S", style=2)), 17)
    asked = [answer[at : at + 8] for at in range(5, len(answer), 8)]
    assert asked == streamed


@pytest.mark.parametrize("size", ["1 min", "5 mins", "15 mins"])
def test_coarser_history_is_the_finer_ones_sum(size: str) -> None:
    world = World()
    client = world.client()
    length = BAR_SIZES[size]
    (coarse,) = of(client.ask(*history(size, "3600 S", style=2)), 17)
    (fine,) = of(client.ask(*history("5 secs", "3600 S", style=2)), 17)
    fives = {int(fine[at]): [float(f) for f in fine[at + 1 : at + 5]] for at in range(5, len(fine), 8)}
    for at in range(5, len(coarse), 8):
        start, (open_, high, low, close) = int(coarse[at]), (float(f) for f in coarse[at + 1 : at + 5])
        inside = [fives[second] for second in range(start, start + length, 5)]
        assert (open_, close) == (inside[0][0], inside[-1][3])
        assert high <= max(row[1] for row in inside)
        assert low >= min(row[2] for row in inside)


def test_daily_history_counts_session_days_and_ends_in_the_one_that_runs() -> None:
    client = World(GatewaySettings(messages_per_second=None, hours=RegularHours())).client()
    (row,) = of(client.ask(*history("1 day", "2 W")), 17)
    dates = [row[at] for at in range(5, len(row), 8)]
    assert dates[-1] == "20260105"
    assert len(dates) == int(row[4]) == 8, "Christmas and New Year's Day are no sessions"
    assert all(from_iso(f"{d[:4]}-{d[4:6]}-{d[6:]}") for d in dates)


def test_history_of_regular_hours_has_no_night() -> None:
    client = World(GatewaySettings(messages_per_second=None, hours=RegularHours())).client()
    (row,) = of(client.ask(*history("1 min", "3 D", style=1)), 17)
    times = [row[at].split(" ")[1] for at in range(5, len(row), 8)]
    assert min(times) == "09:30:00"
    assert max(times) <= "15:59:00"


def test_history_ends_at_the_asked_instant_and_never_in_the_future() -> None:
    client = World().client()
    (row,) = of(client.ask(*history("1 min", "600 S", "20260105-14:00:00", 2)), 17)
    assert int(row[-8]) == NOW - 3_600 - 60
    (row,) = of(client.ask(*history("1 min", "600 S", "20270105-14:00:00", 2)), 17)
    assert int(row[-8]) == NOW - 60


@pytest.mark.parametrize(
    ("request_fields", "code"),
    [
        (history("7 secs", "1 D"), 321),
        (history("1 min", "1 fortnight"), 321),
        (history("5 secs", "1 Y"), 162),
        (history("1 min", "1 D", "yesterday"), 162),
        ((20, 5, *UNKNOWN, 0, "", "1 min", "1 D", 1, "TRADES", 1, 0, ""), 200),
        ((50, 3, 5, *UNKNOWN, 5, "TRADES", 1, ""), 200),
        ((1, 11, 5, *UNKNOWN, 0, "", 0, 0, ""), 200),
        ((9, 8, 5, *UNKNOWN, 0, "", ""), 200),
    ],
)
def test_request_that_cannot_be_served_is_refused_with_its_code(request_fields: tuple[object, ...], code: int) -> None:
    assert errors(World().client().ask(*request_fields)) == [(5, code)]


def test_history_ends_in_a_message_of_its_own_from_196_on() -> None:
    client = World(GatewaySettings(max_version=200, messages_per_second=None)).client(newest=200)
    rows = client.ask(*history("1 min", "300 S"))
    assert [row[0] for row in rows] == ["17", "108"]
    assert rows[0][2] == "5"
    assert len(rows[0]) == 3 + 5 * 8


def test_kept_history_goes_on_and_its_prices_stand_in_their_own_order() -> None:
    world = World()
    client = world.client()
    client.ask(*history("1 min", "600 S", style=2, follow=1))
    world.advance(60)
    rows = of(client.rows(), 90)
    assert len(rows) == 12
    bar = world.gateway.prices.bar(by_symbol("AAPL"), NOW, 60)
    assert [float(f) for f in rows[-1][4:8]] == [bar.open, bar.close, bar.high, bar.low]
    client.send(25, 1, 5)
    world.advance(10)
    assert client.rows() == []


def test_quotes_begin_with_the_state_and_go_on_with_changes() -> None:
    world = World()
    client = world.client()
    rows = client.ask(1, 11, 6, *AAPL, 0, "", 0, 0, "")
    assert [row[0] for row in rows[:2]] == ["81", "58"]
    assert {row[3] for row in of(rows, 1)} == {"1", "2", "4", "9"}
    world.advance(30)
    later = of(client.rows(), 1)
    assert later
    assert all(a != b for a, b in zip(later, later[3:], strict=False))
    client.send(2, 2, 6)
    world.advance(30)
    assert client.rows() == []


def test_index_has_a_last_price_and_no_bid() -> None:
    rows = World().client().ask(1, 11, 6, *VIX, 0, "", 0, 0, "")
    assert {row[3] for row in of(rows, 1)} == {"4", "9"}


def test_snapshot_ends_and_nothing_follows() -> None:
    world = World()
    client = world.client()
    assert client.ask(1, 11, 6, *AAPL, 0, "", 1, 0, "")[-1] == ["57", "1", "6"]
    world.advance(10)
    assert client.rows() == []


def test_without_a_subscription_live_data_is_refused_and_delayed_data_is_marked() -> None:
    client = World(GatewaySettings(delayed_data=True, messages_per_second=None)).client()
    assert errors(client.ask(1, 11, 6, *AAPL, 0, "", 0, 0, "")) == [(6, 10089)]
    assert errors(client.ask(50, 3, 9, *AAPL, 5, "TRADES", 1, "")) == [(9, 420)]
    client.send(59, 1, 3)
    rows = client.ask(1, 11, 6, *AAPL, 0, "", 0, 0, "")
    assert errors(rows) == [(6, 10167)]
    assert of(rows, 58) == [["58", "1", "6", "3"]]
    assert {row[3] for row in of(rows, 1)} == {"66", "67", "68", "75"}


def test_two_gateways_of_one_seed_tell_the_same_story() -> None:
    def story(seed: int) -> list[list[str]]:
        world = World(GatewaySettings(seed=seed, messages_per_second=None))
        client = world.client()
        client.ask(50, 3, 9, *AAPL, 5, "TRADES", 1, "")
        client.place(1, "BUY", 10)
        world.advance(60)
        return client.rows()

    assert story(1) == story(1)
    assert story(1) != story(2)
