"""Somebody sets the machine's clock: what is waited for comes after the same time, and nothing sooner."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rlbot.bridge.account_check import LEAST_PATIENCE_S
from rlbot.bridge.bridge_journal import SILENT_NS
from rlbot.bridge.excess_check import SURE_NS
from rlbot.bridge.wire.commands import EventsReplay, ReconcileRequest
from rlbot.bridge.wire.state import STALE_AFTER_NS
from tests.bridge.talk import SECOND_NS, Talk, replay_ends
from tests.bridge.test_overclosing import order

HOUR_NS = 3_600 * SECOND_NS


def silence(talk: Talk) -> bool:
    """Whether a bridge that says nothing counts as lost."""
    return "bridge_stale_lost" in talk.alerts()


def unheard(talk: Talk) -> bool:
    """Whether a replay whose end did not come was asked for again."""
    return len(talk.asked(EventsReplay)) > 1


def uncompared(talk: Talk) -> bool:
    """Whether an account that nobody compares is told of."""
    return "account_unchecked" in talk.alerts()


def unsure(talk: Talk) -> bool:
    """Whether a second comparison was asked for, beside that of the start."""
    return len(talk.asked(ReconcileRequest)) > 1


def heard(talk: Talk) -> None:
    replay_ends(talk, 0)
    talk.session.tick()


def suspects(talk: Talk) -> None:
    heard(talk)
    talk.positions(1, 0, open_orders=(order("a-1-e.sl", 10),))


def differs(talk: Talk) -> None:
    heard(talk)
    talk.positions(1, 7)


@pytest.mark.parametrize("set_by_ns", [-HOUR_NS, HOUR_NS])
@pytest.mark.parametrize(
    ("before", "comes", "after_ns"),
    [
        (lambda _: None, silence, STALE_AFTER_NS + 1),
        (lambda _: None, unheard, SILENT_NS),
        (heard, uncompared, int(LEAST_PATIENCE_S * 1e9) + 1),
        (suspects, unsure, SURE_NS),
        (differs, unsure, SURE_NS),
    ],
    ids=["silence", "replay", "account", "excess", "positions"],
)
def test_it_is_waited_for_as_long_as_by_a_clock_that_nobody_set(
    tmp_path: Path, before: Callable[[Talk], None], comes: Callable[[Talk], bool], after_ns: int, set_by_ns: int
) -> None:
    talk = Talk(tmp_path)
    talk.wall.advance_to(2 * HOUR_NS)
    talk.session.on_mqtt(True, "")
    talk.state()
    before(talk)
    begun_ns = talk.steady.now_ns()
    talk.wall.ahead_ns = set_by_ns
    talk.session.tick()
    talk.steady.advance_to(begun_ns + after_ns - 1)
    talk.session.tick()
    assert not comes(talk)
    talk.steady.advance_to(begun_ns + after_ns)
    talk.session.tick()
    assert comes(talk)
