"""What a person is told of the bridge: once when something goes wrong, once when it is over, in the latest words."""

from __future__ import annotations

from typing import Literal

import pytest

from rlbot.bridge.watch import STAGE_NS, BridgeWatch
from rlbot.bridge.wire.state import STALE_AFTER_NS, BridgeState, FeedState


def watched() -> tuple[BridgeWatch, list[tuple[str, str, str]]]:
    """A watch whose MQTT broker is there, and what it alerts."""
    alerts: list[tuple[str, str, str]] = []
    watch = BridgeWatch(lambda severity, code, text: alerts.append((severity, code, text)))
    watch.on_mqtt(True, "")
    return watch, alerts


def fine() -> BridgeState:
    """Everything is as it should be."""
    return BridgeState(process="online", run="r1", gateway="connected", ib_link="up", orders="open")


def coming(gateway: Literal["connecting", "disconnected"], run: str = "r1") -> BridgeState:
    """A bridge without its gateway."""
    return BridgeState(process="online", run=run, gateway=gateway)


def closed(reason: str) -> BridgeState:
    """A connected bridge that takes no orders."""
    return BridgeState(process="online", run="r1", gateway="connected", ib_link="up", orders_reason=reason)


def test_trouble_that_changes_its_reason_is_told_once_and_explained_by_the_latest() -> None:
    watch, alerts = watched()
    watch.on_state(closed("account"), 1)
    watch.on_state(closed("blackout"), 2)
    assert [code for _, code, _ in alerts] == ["orders_lost"]
    assert "blackout" in watch.sentence() and "account" not in watch.sentence()


def test_a_bridge_that_comes_up_is_no_trouble_until_it_stays_away() -> None:
    watch, alerts = watched()
    for stage in (coming("connecting"), closed("reconciling"), fine()):
        watch.on_state(stage, 1)
    assert alerts == []
    watch.on_state(coming("connecting", run="r2"), 2)
    assert (watch.takes_orders, watch.signs()[2]) == (False, ("gateway", "busy", "The gateway is connecting."))
    watch.on_state(coming("disconnected", run="r2"), 3)
    watch.on_state(coming("connecting", run="r2"), 4)
    assert alerts == [("critical", "gateway_lost", "The gateway is disconnected.")]
    assert watch.signs()[2] == ("gateway", "error", "The gateway is connecting.")


@pytest.mark.parametrize(
    ("stage", "code"),
    [(coming("connecting"), "gateway_lost"), (closed("reconciling"), "orders_lost")],
    ids=["connects", "compares"],
)
def test_a_stage_of_a_start_that_takes_too_long_is_told_once_and_when_it_is_over(stage: BridgeState, code: str) -> None:
    watch, alerts = watched()
    for age_ns in (0, STAGE_NS - 1):
        watch.on_state(stage, 1 + age_ns)
    assert alerts == [] and watch.signs()[2][1] == "busy"
    for age_ns in (STAGE_NS, 2 * STAGE_NS):
        watch.on_state(stage, 1 + age_ns)
    assert [(severity, told) for severity, told, _ in alerts] == [("critical", code)] and watch.signs()[2][1] == "error"
    watch.on_state(fine(), 1 + 3 * STAGE_NS)
    watch.on_state(closed("reconciling"), 2 + 3 * STAGE_NS)
    assert [told for _, told, _ in alerts] == [code, code.replace("lost", "back")], "the next stage has its own time"


def test_a_bridge_that_starts_again_in_the_middle_of_a_stage_begins_it_anew() -> None:
    watch, alerts = watched()
    watch.on_state(coming("connecting"), 1)
    watch.on_state(BridgeState(process="offline", run="r1"), 2)
    watch.on_state(coming("connecting", run="r2"), 1 + STAGE_NS)
    assert [code for _, code, _ in alerts] == ["bridge_lost", "bridge_back"]


def test_a_gateway_that_was_there_and_connects_again_was_lost() -> None:
    watch, alerts = watched()
    watch.on_state(fine(), 1)
    watch.on_state(coming("connecting"), 2)
    assert alerts == [("critical", "gateway_lost", "The gateway is connecting again.")]


def test_a_feed_that_joins_the_delayed_ones_is_named() -> None:
    watch, _ = watched()
    late = FeedState(interval="5s", delayed=True, status="ok")
    for feeds in ({"AAPL": late}, {"AAPL": late, "IWM": late}):
        watch.on_state(
            BridgeState(process="online", run="r1", gateway="connected", ib_link="up", orders="open", feeds=feeds), 1
        )
    assert "AAPL, IWM" in watch.sentence() and watch.takes_orders, "an order that needs no prices may leave"


def test_a_bridge_that_says_nothing_is_lost_and_its_word_ends_that() -> None:
    watch, alerts = watched()
    watch.on_state(fine(), 1)
    watch.on_time(STALE_AFTER_NS + 2)
    assert alerts[-1][:2] == ("critical", "bridge_stale_lost") and not watch.takes_orders
    watch.on_state(fine(), STALE_AFTER_NS + 3)
    watch.on_time(STALE_AFTER_NS + 4)
    assert alerts[-1][:2] == ("info", "bridge_stale_back") and watch.takes_orders


def test_components_say_what_is_wrong_where_it_is_wrong_and_nothing_of_what_cannot_be_seen() -> None:
    watch, _ = watched()
    assert [(name, state) for name, state, _ in watch.signs()] == [("mqtt", "ok"), ("bridge", "busy"), ("gateway", "busy")]
    watch.on_state(fine(), 1)
    assert [(state, detail) for _, state, detail in watch.signs()] == [("ok", "")] * 3
    watch.on_state(closed("reconciling"), 2)
    assert watch.signs()[2] == ("gateway", "busy", "The bridge takes no orders: reconciling.")
    watch.on_state(closed("account"), 2)
    assert watch.signs()[2] == ("gateway", "error", "The bridge takes no orders: account.")
    watch.on_mqtt(False, "refused")
    away = "The MQTT broker is away: refused."
    assert watch.signs() == (("mqtt", "error", away), ("bridge", "error", away), ("gateway", "busy", away))
