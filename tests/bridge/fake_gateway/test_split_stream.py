"""However the bytes of a conversation are cut, the gateway says the same."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from rlbot.bridge.fake_gateway.settings import GatewaySettings
from tests.bridge.fake_gateway.raw_client import AAPL, Client, World, encoded, framed, order_fields

CONVERSATION = b"".join(
    (
        b"API\0" + framed(b"v100..178"),
        encoded(71, 2, 1, ""),
        encoded(61, 1),
        encoded(50, 3, 9, *AAPL, 5, "TRADES", 1, ""),
        encoded(*order_fields(178, 1, "BUY", 100, ref="e", transmit=0)),
        encoded(*order_fields(178, 2, "SELL", 100, "LMT", limit=900.0, ref="e.tp", parent=1, transmit=0, oca="g", oca_type=3)),
        encoded(*order_fields(178, 3, "SELL", 100, "STP", stop=1.0, ref="e.sl", parent=1, oca="g", oca_type=3)),
        encoded("not a number"),
        encoded(4, 1, 2, ""),
        encoded(5, 1),
        encoded(7, 3, 9, 0, "", "", "", "", "", ""),
        encoded(99, 0),
        framed(b""),
        encoded(49, 1),
    )
)


def said(cuts: list[int]) -> bytes:
    """Everything the gateway writes when it gets the conversation cut there."""
    client = Client(World(GatewaySettings(messages_per_second=None)).gateway)
    for start, end in pairwise([0, *sorted(set(cuts)), len(CONVERSATION)]):
        client.session.receive(CONVERSATION[start:end])
    return b"".join(client.writes)


@cache
def said_at_once() -> bytes:
    return said([])


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(1, len(CONVERSATION) - 1), max_size=40))
def test_any_split_of_the_byte_stream_gives_the_same_conversation(cuts: list[int]) -> None:
    assert said(cuts) == said_at_once()


def test_one_byte_at_a_time_gives_the_same_conversation() -> None:
    assert said(list(range(1, len(CONVERSATION)))) == said_at_once()


def test_the_conversation_is_worth_cutting() -> None:
    """It ends with the answer to its last question, and the order in its middle was filled."""
    assert b"49\x001\x00" in said_at_once()[-20:]
    assert said_at_once().count(b"\x00BOT\x00") == 2
