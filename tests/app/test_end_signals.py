"""Which signals end what runs in order."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from rlbot.app.end_signals import end_signals


@pytest.fixture
def hangup() -> Iterator[None]:
    """What the end of the terminal does is as before afterwards."""
    before = signal.getsignal(signal.SIGHUP)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.mark.usefixtures("hangup")
def test_the_end_of_the_terminal_ends_it_in_order_unless_it_is_to_outlive_that() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    assert set(end_signals()) == {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    assert set(end_signals()) == {signal.SIGINT, signal.SIGTERM}
