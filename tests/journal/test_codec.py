"""Bytes and back, and every message of the vocabulary has its place."""

from __future__ import annotations

import math

import msgspec
import pytest

from rlbot.events.base import Command, Event
from rlbot.events.market import MarkUpdated
from rlbot.journal.codec import JournalUnreadableError, decode, encode
from rlbot.journal.kinds import CHECKED, INPUTS, NOT_JOURNALED, NOTED, RESTORED, Message
from tests.journal.sample_events import bar_closed, decision, explained, reward


def test_every_message_stands_in_exactly_one_group() -> None:
    ours = [k for base in (Event, Command) for k in base.__subclasses__() if k.__module__.startswith("rlbot.events.")]
    grouped = [*INPUTS, *CHECKED, *RESTORED, *NOTED, *NOT_JOURNALED]
    assert sorted(kind.__name__ for kind in ours) == sorted(kind.__name__ for kind in grouped)


@pytest.mark.parametrize("event", [bar_closed(1), decision(1), explained(1), reward(1, 1e-300)])
def test_an_event_comes_back_equal_to_the_last_bit(event: Message) -> None:
    assert decode(type(event).__name__, encode(event)) == event


def test_not_a_number_comes_back_as_such() -> None:
    back = decode("MarkUpdated", encode(MarkUpdated(ts_ns=1, symbol="AAPL", price=math.nan)))
    assert isinstance(back, MarkUpdated) and math.isnan(back.price)


def test_an_older_row_without_a_later_field_takes_its_default() -> None:
    fields = msgspec.json.decode(encode(decision(1)))
    del fields["observation_hash"]
    assert decode("DecisionMade", msgspec.json.encode(fields)) == decision(1)


def test_a_torn_payload_is_a_sentence() -> None:
    with pytest.raises(JournalUnreadableError, match="DecisionMade cannot be read"):
        decode("DecisionMade", encode(decision(1))[:40])
