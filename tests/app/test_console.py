"""What a person at the terminal hears of halts: that one is over while another stands is not said to be trading again."""

from __future__ import annotations

from rlbot.app.console import Console
from rlbot.bus import Bus
from rlbot.clock import ReplayClock
from rlbot.monitoring.board import Board
from rlbot.risk.halts import NOT_ARMED, Halt, Halts


def test_what_is_over_and_what_still_stands() -> None:
    bus, said = Bus(), list[str]()
    board = Board((), "live", ReplayClock(1))
    board.subscribe(bus)
    Console(said.append).listen(bus)
    halts = Halts(bus.publish)
    halts.halt("", Halt("drawdown", "lost too much"), 1)
    halts.halt("", Halt(NOT_ARMED, "not armed"), 2)
    halts.lift("", 3, "U1 is armed", NOT_ARMED)
    board.catch_up()
    assert said[-2:] == ["the account: U1 is armed; another halt stands", "the account is halted: lost too much"]
    assert board.state.platform.halts[""].rule == "drawdown"
    halts.lift("", 4, "resumed by hand")
    board.catch_up()
    assert said[-1] == "the account trades again: resumed by hand" and not board.state.platform.halts
