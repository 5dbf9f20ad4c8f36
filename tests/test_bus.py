"""The bus: order, no recursion, isolation of failures."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rlbot.bus import Bus, Handler


@dataclass(frozen=True)
class Asked:
    number: int


@dataclass(frozen=True)
class Answered:
    number: int


def test_handlers_are_served_in_the_order_they_were_registered() -> None:
    bus, seen = Bus(), []
    bus.on(Asked, lambda e: seen.append(("first", e.number)))
    bus.on(Asked, lambda e: seen.append(("second", e.number)))
    bus.publish(Asked(1))
    assert seen == [("first", 1), ("second", 1)]


def test_a_publish_inside_a_handler_waits_until_every_handler_has_seen_the_first_event() -> None:
    bus, seen = Bus(), []

    def answer(event: Asked) -> None:
        bus.publish(Answered(event.number))
        seen.append("asked:1")

    bus.on(Asked, answer)
    bus.on(Asked, lambda e: seen.append("asked:2"))
    bus.on(Answered, lambda e: seen.append("answered"))
    bus.publish(Asked(1))
    assert seen == ["asked:1", "asked:2", "answered"]


def test_a_raising_handler_does_not_stop_the_others_and_is_told_with_its_criticality() -> None:
    failures: list[tuple[str, bool]] = []

    def on_failure(bus: Bus, handler: Handler, event: object, error: Exception, critical: bool) -> None:
        failures.append((str(error), critical))

    bus, seen = Bus(on_failure), []

    def broken(event: Asked) -> None:
        raise ValueError("no idea")

    bus.on(Asked, broken, critical=True)
    bus.on(Asked, lambda e: seen.append(e.number))
    bus.publish(Asked(7))
    assert seen == [7]
    assert failures == [("no idea", True)]


def test_a_failure_published_from_the_sink_is_delivered_after_the_event_that_failed() -> None:
    order: list[str] = []
    bus = Bus(lambda own, handler, event, error, critical: own.publish(Answered(99)))

    def broken(event: Asked) -> None:
        raise ValueError("x")

    bus.on(Asked, broken)
    bus.on(Asked, lambda e: order.append("second handler"))
    bus.on(Answered, lambda e: order.append("failure event"))
    bus.publish(Asked(1))
    assert order == ["second handler", "failure event"]


def test_without_a_sink_the_error_reaches_the_publisher_and_the_bus_still_works() -> None:
    bus, seen = Bus(), []

    def broken(event: Asked) -> None:
        bus.publish(Answered(1))
        raise ValueError("loud")

    bus.on(Asked, broken)
    bus.on(Answered, lambda e: seen.append(e.number))
    with pytest.raises(ValueError, match="loud"):
        bus.publish(Asked(1))
    bus.publish(Answered(2))
    assert seen == [2], "what the failure cut short must not be delivered later by surprise"


def test_an_unsubscribed_handler_hears_nothing_more() -> None:
    bus, seen = Bus(), []
    off = bus.on(Asked, lambda e: seen.append(e.number))
    bus.publish(Asked(1))
    off()
    bus.publish(Asked(2))
    assert seen == [1]


def test_an_event_nobody_listens_to_is_delivered_to_nobody() -> None:
    Bus().publish(Asked(1))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 4), min_size=1, max_size=20))
def test_delivery_is_first_in_first_out_whatever_is_published_where(fanouts: list[int]) -> None:
    bus = Bus()
    published: list[int] = []
    delivered: list[int] = []

    def spread(event: Asked) -> None:
        delivered.append(event.number)
        if event.number < len(fanouts):
            for _ in range(fanouts[event.number]):
                if len(published) < 200:
                    published.append(len(published))
                    bus.publish(Asked(published[-1]))

    bus.on(Asked, spread)
    published.append(0)
    bus.publish(Asked(0))
    assert delivered == published
