"""Which of several halts is told: a replay that cannot know that a journal healed must refuse in the same words."""

from __future__ import annotations

from rlbot.events.ops import TradingHalted, TradingResumed
from rlbot.risk.halts import JOURNAL_FAILED, Halt, Halts

DRAWDOWN = Halt("drawdown", "too deep", 0.4, 0.5)
FULL = Halt(JOURNAL_FAILED, "the disk is full")


def test_a_journal_that_healed_leaves_the_same_words_live_and_in_a_replay() -> None:
    told: list[object] = []
    live = Halts(told.append)
    live.halt("", FULL, 1)
    live.halt("", DRAWDOWN, 2)
    live.lift("", 3, "room again", JOURNAL_FAILED)
    replayed = Halts(lambda event: None)
    for event in told:
        assert isinstance(event, TradingHalted)
        replayed.restore(event.agent_id, Halt(event.rule, event.reason, event.limit, event.value))
    assert live.of("one") == replayed.of("one") == DRAWDOWN
    assert live.halted() == replayed.halted()


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
