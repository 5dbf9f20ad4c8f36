"""Faults of the data: farms that break, feeds that fall silent, bars that cannot be."""

from __future__ import annotations

import math

import pytest

from rlbot.bridge.fake_gateway.faults import broken_bar
from rlbot.bridge.fake_gateway.faults.kinds import BadBar, Farm, Mute, Refuse
from tests.bridge.fake_gateway.raw_client import AAPL, World, errors, of

BARS = (50, 3, 9, *AAPL, 5, "TRADES", 1, "")


def test_history_is_refused_while_its_farm_is_broken() -> None:
    world = World()
    client = world.client()
    world.inject(Farm(seconds=10, name="ushmds"))
    client.rows()
    history = (20, 5, *AAPL, 0, "", "1 min", "600 S", 1, "TRADES", 1, 0, "")
    assert errors(client.ask(*history)) == [(5, 162)]
    world.advance(10)
    client.rows()
    assert of(client.ask(*history), 17)


def test_farm_breaks_and_mends_and_data_pauses_meanwhile() -> None:
    world = World()
    client = world.client()
    client.ask(*BARS)
    world.inject(Farm(seconds=10))
    assert errors(client.rows()) == [(-1, 2103)]
    world.advance(9)
    assert client.rows() == []
    world.advance(6)
    rows = client.rows()
    assert errors(rows) == [(-1, 2104)]
    assert of(rows, 50)


def test_history_farm_has_codes_of_its_own_and_leaves_live_data_alone() -> None:
    world = World()
    client = world.client()
    client.ask(*BARS)
    world.inject(Farm(seconds=10, name="ushmds"))
    world.advance(10)
    rows = client.rows()
    assert errors(rows) == [(-1, 2105), (-1, 2106)]
    assert len(of(rows, 50)) == 2


def test_muted_feed_is_cured_by_asking_again_under_another_id() -> None:
    world = World()
    client = world.client()
    client.ask(*BARS)
    world.inject(Mute("AAPL"))
    world.advance(30)
    assert client.rows() == []
    client.send(51, 1, 9)
    client.ask(50, 3, 10, *AAPL, 5, "TRADES", 1, "")
    world.advance(5)
    assert [row[2] for row in of(client.rows(), 50)] == ["10"]


def test_muted_feed_speaks_again_after_its_time() -> None:
    world = World()
    client = world.client()
    client.ask(*BARS)
    world.inject(Mute(seconds=10))
    world.advance(20)
    assert [int(row[3]) % 60 for row in of(client.rows(), 50)] == [5, 10, 15]


@pytest.mark.parametrize("kind", broken_bar.KINDS)
def test_bad_bar_breaks_one_rule_and_the_next_is_good(kind: str) -> None:
    world = World()
    client = world.client()
    client.ask(*BARS)
    world.advance(5)
    client.rows()
    world.inject(BadBar("AAPL", kind))
    now = world.gateway.timers.second
    world.advance(10)
    bad, good = of(client.rows(), 50)
    assert broken_rules(bad, now) == {kind}
    assert broken_rules(good, now + 5) == set()


def test_any_request_can_be_refused_once() -> None:
    world = World()
    client = world.client()
    history = (20, 5, *AAPL, 0, "", "60 secs", "1 D", 1, "TRADES", 1, 0, "")
    world.inject(Refuse(20, 162, "pacing violation"))
    assert errors(client.ask(*history)) == [(5, 162)]
    assert errors(client.ask(*history)) == [(5, 321)]  # now it is read, and its bar size is wrong
    world.inject(Refuse(50, 420, "pacing"))
    assert errors(client.ask(*BARS)) == [(9, 420)]


def broken_rules(row: list[str], start: int) -> set[str]:
    """The rules a client must check, by the name of the fault that breaks them."""
    stamp, (open_, high, low, close, volume) = int(row[3]), (float(f) for f in row[4:9])
    found = {
        "nan": math.isnan(close),
        "negative": low <= 0,
        "high": high < max(open_, close),
        "low": low > min(open_, close),
        "volume": volume < 0,
        "grid": stamp % 5 != 0,
        "future": stamp > start + 10,
        "repeat": stamp < start,
    }
    if found["high"] and not found["nan"]:
        found["low"] = low > min(open_, close)
    return {name for name, wrong in found.items() if wrong}
