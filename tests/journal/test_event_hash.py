"""Equal runs hash alike; any difference shows."""

from __future__ import annotations

import msgspec

from rlbot.journal.event_hash import EventHash
from rlbot.journal.kinds import Message
from tests.journal.sample_events import approved, decision, filled


def hashed(*events: Message) -> str:
    """Of a whole run."""
    running = EventHash()
    for event in events:
        running.tap(event)
    return running.hexdigest()


def test_equal_events_give_an_equal_hash() -> None:
    assert hashed(decision(1), filled(1)) == hashed(decision(1), filled(1))


def test_one_bit_of_one_price_changes_it() -> None:
    nudged = msgspec.structs.replace(filled(1), price=filled(1).price + 2e-14)
    assert nudged.price != filled(1).price
    assert hashed(decision(1), nudged) != hashed(decision(1), filled(1))


def test_order_matters() -> None:
    assert hashed(decision(1), decision(2)) != hashed(decision(2), decision(1))


def test_looking_in_between_changes_nothing() -> None:
    running = EventHash()
    running.tap(decision(1))
    running.hexdigest()
    running.tap(approved(1))
    assert running.hexdigest() == hashed(decision(1), approved(1))


def test_more_than_one_block_is_hashed_whole() -> None:
    many = [decision(minute) for minute in range(1_000)]
    assert hashed(*many) != hashed(*many[:-1])
