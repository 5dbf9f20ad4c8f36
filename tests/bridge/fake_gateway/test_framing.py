"""Frames and fields, cut and put together again."""

from __future__ import annotations

import struct
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rlbot.bridge.fake_gateway.wire.codec import FieldError, Fields, encode
from rlbot.bridge.fake_gateway.wire.framing import GREETING, FrameError, FrameReader, frame


@given(st.lists(st.binary(max_size=40), max_size=6), st.lists(st.integers(0, 300), max_size=12))
def test_any_split_gives_back_the_same_payloads(payloads: list[bytes], cuts: list[int]) -> None:
    stream = GREETING + b"".join(struct.pack(">I", len(p)) + p for p in payloads)
    edges = [0, *sorted(cut for cut in cuts if cut < len(stream)), len(stream)]
    reader = FrameReader(GREETING)
    found = [p for start, end in pairwise(edges) for p in reader.feed(stream[start:end])]
    assert found == payloads


def test_a_frame_above_the_limit_ends_the_stream() -> None:
    with pytest.raises(FrameError, match="16777216"):
        FrameReader().feed(b"\x01\x00\x00\x00")


def test_a_stream_without_the_greeting_is_refused_at_its_first_wrong_byte() -> None:
    reader = FrameReader(GREETING)
    assert reader.feed(b"AP") == []
    with pytest.raises(FrameError):
        reader.feed(b"X")


@given(st.lists(st.one_of(st.integers(-(10**12), 10**12), st.text(st.characters(codec="ascii"), max_size=9))))
def test_what_is_encoded_is_read_back(values: list[int | str]) -> None:
    read = Fields.of(encode(tuple(values)))
    assert read.values == [str(value).replace("\0", "") for value in values]


def test_numbers_flags_and_absence_are_written_as_the_gateway_writes_them() -> None:
    assert encode((1, 0.0, True, False, None, "München", 201.94)) == b"1\x000.0\x001\x000\x00\x00M\\xfcnchen\x00201.94\x00"


@pytest.mark.parametrize("raw", ["", "2147483647", "1.7976931348623157e+308", "1.7976931348623157E308", "Infinity", "Infinite"])
def test_every_spelling_of_unset_is_unset(raw: str) -> None:
    fields = Fields([raw])
    assert fields.number(0) is None
    assert fields.integer(0, -1) == -1
    assert fields.number(5) is None  # the message ended before


def test_a_word_where_a_number_belongs_is_named() -> None:
    with pytest.raises(FieldError, match="field 1 is 'ten'"):
        Fields(["3", "ten"]).integer(1)
    with pytest.raises(FieldError, match="field 0"):
        Fields(["x"]).number(0)


def test_a_frame_is_its_length_and_the_payload() -> None:
    assert frame(b"ab") == b"\x00\x00\x00\x02ab"
