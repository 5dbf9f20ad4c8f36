"""A numpy number in an event is that number."""

from __future__ import annotations

import numpy as np
import pytest

from rlbot.journal.codec import encode
from rlbot.journal.event_hash import EventHash
from tests.journal.sample_events import decision


def test_a_numpy_number_is_stored_and_hashed_as_pythons_own() -> None:
    odd, plain = decision(1, confidence=np.float64(0.1)), decision(1, confidence=0.1)
    assert encode(odd) == encode(plain)
    hashes = [EventHash(), EventHash()]
    for running, event in zip(hashes, (odd, plain), strict=True):
        running.tap(event)
    assert hashes[0].hexdigest() == hashes[1].hexdigest()


def test_anything_else_is_a_bug_and_says_so() -> None:
    with pytest.raises(TypeError, match="has no place in an event"):
        encode(decision(1, version=object()))
