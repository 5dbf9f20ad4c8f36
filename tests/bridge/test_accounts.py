"""Of several accounts behind one login one is ours: commands carry it, and what is told of the others is not mixed in."""

from __future__ import annotations

from pathlib import Path

from rlbot.bridge.mismatch_check import POSITIONS
from rlbot.bridge.wire.commands import OrderSubmit
from tests.bridge.talk import Talk, replayed
from tests.execution.approved import approved

TWO = ("DU1", "DU2")


def test_of_several_accounts_the_one_named_trades_and_none_where_none_is_named(tmp_path: Path) -> None:
    talk = Talk(tmp_path, account="DU2")
    talk.state(accounts=TWO)
    assert talk.session.broker is not None
    talk.session.broker.submit(approved("a-1-e", 10))
    assert [c.account for c in talk.asked(OrderSubmit)] == ["DU2"]
    nobody = Talk(tmp_path)
    nobody.state(accounts=TWO)
    assert nobody.session.account() == "", "the first of several is as wrong as any"
    nobody.state(accounts=("DU3",))
    assert nobody.session.account() == "DU3"


def test_fills_and_positions_of_another_account_are_not_ours(tmp_path: Path) -> None:
    talk = Talk(tmp_path, account="DU2")
    talk.state(accounts=TWO)
    replayed(talk, 0)
    assert talk.session.broker is not None
    talk.session.broker.submit(approved("a-1-e", 10))
    talk.session.on_bridge_event(talk.fill(1, account="DU1"))
    assert talk.session.broker.holdings() == {("a", "ABC"): 0}
    talk.positions_twice(1, 500, account="DU1")
    assert talk.halts == []
    talk.session.on_bridge_event(talk.fill(3, account="DU2"))
    talk.positions_twice(4, 500, account="DU1")
    assert [rule for rule, _ in talk.halts] == [POSITIONS], "ours holds ten by the fills, and nothing by the gateway"
    talk.positions(6, 10, account="DU2")
    assert len(talk.lifts) == 1
