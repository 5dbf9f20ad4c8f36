"""Which of several halts is told: a replay that cannot know that a journal healed must refuse in the same words."""

from __future__ import annotations

from itertools import permutations

import pytest

from rlbot.events.ops import TradingHalted, TradingResumed
from rlbot.risk.halts import JOURNAL_FAILED, NOT_ARMED, Halt, Halts

DRAWDOWN = Halt("drawdown", "too deep", 0.4, 0.5)
FULL = Halt(JOURNAL_FAILED, "the disk is full")
DISARMED = Halt(NOT_ARMED, "live trading is not armed")
MISMATCH = Halt("position_mismatch", "ABC: the account holds 7")


def replayed(told: list[object]) -> Halts:
    """What a restart knows: the journal alone."""
    halts = Halts(lambda event: None)
    for event in told:
        if isinstance(event, TradingHalted):
            halts.restore(event.agent_id, Halt(event.rule, event.reason, event.limit, event.value))
        else:
            assert isinstance(event, TradingResumed)
            halts.restore(event.agent_id, None)
    return halts


def test_a_journal_that_healed_leaves_the_same_words_live_and_in_a_replay() -> None:
    told: list[object] = []
    live = Halts(told.append)
    live.halt("", FULL, 1)
    live.halt("", DRAWDOWN, 2)
    live.lift("", 3, "room again", JOURNAL_FAILED)
    again = replayed(told)
    assert live.of("one") == again.of("one") == DRAWDOWN
    assert live.halted() == again.halted()


@pytest.mark.parametrize("order", list(permutations([DISARMED, MISMATCH, DRAWDOWN])))
@pytest.mark.parametrize("over", [NOT_ARMED, "position_mismatch"])
def test_a_cause_outside_that_ends_before_the_others_leaves_the_same_words_live_and_in_a_replay(
    order: tuple[Halt, ...], over: str
) -> None:
    told: list[object] = []
    live = Halts(told.append)
    for ts_ns, halt in enumerate(order):
        live.halt("", halt, ts_ns)
    live.lift("", 9, "it is over", over)
    left = [halt for halt in order if halt.rule != over]
    assert live.of("one") == replayed(told).of("one") == left[0]
    resumed = [event for event in told if isinstance(event, TradingResumed)]
    assert [event.still for event in resumed] == [True]
    live.lift("", 10, "that too", left[0].rule)
    assert live.of("one") == left[1]


def test_a_resume_does_not_arm() -> None:
    told: list[object] = []
    halts = Halts(told.append)
    for halt in (DRAWDOWN, DISARMED):
        halts.halt("", halt, 1)
    halts.lift("", 2, "resumed by somebody")
    assert halts.of("one") == replayed(told).of("one") == DISARMED
    halts.lift("", 3, "armed again", NOT_ARMED)
    assert halts.of("one") is None and replayed(told).of("one") is None


def test_the_halt_that_stands_longest_is_told_and_the_end_only_when_none_is_left() -> None:
    told: list[object] = []
    halts = Halts(told.append)
    first, second = Halt("handler_failed", "a bug"), DRAWDOWN
    halts.halt("", first, 1)
    halts.halt("", second, 2)
    halts.halt("", second, 3)
    assert halts.of("one") == first
    halts.lift("", 4, "read", "handler_failed")
    assert halts.of("one") == second
    halts.lift("", 5, "by hand")
    assert halts.of("one") is None
    assert [type(event) for event in told] == [TradingHalted, TradingHalted, TradingResumed]
