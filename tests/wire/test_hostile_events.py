"""Whatever comes on the wire towards the core is an event, a state or `Malformed`: nothing raises."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rlbot.bridge.wire.codec import MAX_EVENT_BYTES, ROOT, STATE_TOPIC, Malformed, decode_event
from rlbot.bridge.wire.events import EVENTS

FOLDER = Path(__file__).parent
EVENT_CASES = json.loads((FOLDER / "events.json").read_text(encoding="utf-8"))
STATE_CASES = json.loads((FOLDER / "states.json").read_text(encoding="utf-8"))
TOPICS = [STATE_TOPIC, *(f"{ROOT}evt/{kind.topic}" for kind in EVENTS)]
TEXTS = [json.dumps(case["payload"]) for case in (*EVENT_CASES, *STATE_CASES)]
NONSENSE = (
    *(
        b"",
        b" ",
        b"null",
        b"[]",
        b"7",
        b"NaN",
        b'{"id": NaN}',
        b"\0",
        b"\xff\xfe",
        b"\xed\xa0\x80",
        b'{"id": "\\ud800"}',
        b'{"id"',
    ),
    *(b"[" * MAX_EVENT_BYTES, b'{"a":' * 50_000, b" " * (MAX_EVENT_BYTES + 1), b"9" * MAX_EVENT_BYTES, b"1e999999999"),
)


@pytest.mark.parametrize("topic", TOPICS)
def test_nonsense_is_malformed_on_every_topic(topic: str) -> None:
    for payload in NONSENSE:
        assert isinstance(decode_event(topic, payload), Malformed), payload[:20]


@given(topic=st.sampled_from([*TOPICS, f"{ROOT}evt/", f"{ROOT}evt/fill/x", "", "$SYS"]), payload=st.binary(max_size=200))
def test_bytes_of_any_kind_raise_nothing(topic: str, payload: bytes) -> None:
    decode_event(topic, payload)


@given(data=st.data(), topic=st.sampled_from(TOPICS), text=st.sampled_from(TEXTS))
def test_a_message_cut_up_and_put_on_another_topic_raises_nothing(data: Any, topic: str, text: str) -> None:
    at = data.draw(st.integers(0, len(text)))
    gone = data.draw(st.integers(0, 12))
    patch = data.draw(st.sampled_from(["", "null", "-1", "1e400", '"x"', "{", "99999999999999999999", "\\u0000"]))
    decode_event(topic, (text[:at] + patch + text[at + gone :]).encode())
