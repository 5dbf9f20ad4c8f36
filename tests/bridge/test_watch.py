"""What a person is told of the bridge: once when something goes wrong, once when it is over, in the latest words."""

from __future__ import annotations

from rlbot.bridge.watch import BridgeWatch
from rlbot.bridge.wire.state import STALE_AFTER_NS, BridgeState, FeedState


def watched() -> tuple[BridgeWatch, list[tuple[str, str, str]]]:
    """A watch whose MQTT broker is there, and what it alerts."""
    alerts: list[tuple[str, str, str]] = []
    watch = BridgeWatch(lambda severity, code, text: alerts.append((severity, code, text)))
    watch.on_mqtt(True, "")
    return watch, alerts


def closed(reason: str) -> BridgeState:
    """A connected bridge that takes no orders."""
    return BridgeState(process="online", run="r1", gateway="connected", ib_link="up", orders_reason=reason)


def test_trouble_that_changes_its_reason_is_told_once_and_explained_by_the_latest() -> None:
    watch, alerts = watched()
    watch.on_state(closed("reconciling"), 1)
    watch.on_state(closed("blackout"), 2)
    assert [code for _, code, _ in alerts] == ["orders_lost"]
    assert "blackout" in watch.sentence() and "reconciling" not in watch.sentence()


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
    fine = BridgeState(process="online", run="r1", gateway="connected", ib_link="up", orders="open")
    watch.on_state(fine, 1)
    watch.on_time(STALE_AFTER_NS + 2)
    assert alerts[-1][:2] == ("critical", "bridge_stale_lost") and not watch.takes_orders
    watch.on_state(fine, STALE_AFTER_NS + 3)
    watch.on_time(STALE_AFTER_NS + 4)
    assert alerts[-1][:2] == ("info", "bridge_stale_back") and watch.takes_orders


def test_components_say_what_is_wrong_where_it_is_wrong_and_nothing_of_what_cannot_be_seen() -> None:
    watch, _ = watched()
    assert [(name, state) for name, state, _ in watch.signs()] == [("mqtt", "ok"), ("bridge", "busy"), ("gateway", "busy")]
    watch.on_state(BridgeState(process="online", run="r1", gateway="connected", ib_link="up", orders="open"), 1)
    assert [(state, detail) for _, state, detail in watch.signs()] == [("ok", "")] * 3
    watch.on_state(closed("reconciling"), 2)
    assert watch.signs()[2] == ("gateway", "error", "The bridge takes no orders: reconciling.")
    watch.on_mqtt(False, "refused")
    away = "The MQTT broker is away: refused."
    assert watch.signs() == (("mqtt", "error", away), ("bridge", "error", away), ("gateway", "busy", away))
