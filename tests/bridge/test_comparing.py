"""Comparisons of the account: which are judged, what halts trading, and what ends that."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rlbot.bridge.account_check import ORDERS
from rlbot.bridge.excess_check import EXCESS
from rlbot.bridge.mismatch_check import POSITIONS
from rlbot.bridge.wire.commands import OrderSubmit
from rlbot.bridge.wire.reconciliation import Difference
from tests.bridge.talk import SECOND_NS, Talk, replay_ends, replayed
from tests.bridge.test_overclosing import order, pair
from tests.execution.approved import approved


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    return Talk(tmp_path)


def test_positions_that_do_not_add_up_halt_with_symbol_and_numbers_until_they_do(talk: Talk) -> None:
    talk.state()
    replayed(talk, 0)
    talk.positions_twice(1, 7)
    assert [rule for rule, _ in talk.halts] == [POSITIONS]
    assert "ABC: the account holds 7, the agents' fills add up to 0" in talk.halts[0][1]
    assert talk.session.check.standing() == (False, talk.halts[0][1])
    talk.positions(3, 0)
    assert talk.session.check.standing() == (True, "adds up, symbols held: 0")
    talk.positions(4, 0)
    assert talk.lifts == ["positions add up again"], "said once"


def test_a_position_closed_by_hand_halts_and_what_still_guards_it_is_named_beside(talk: Talk) -> None:
    talk.state()
    replay_ends(talk, 0)
    assert talk.session.broker is not None
    talk.session.broker.submit(approved("a-1-e", 10))
    talk.session.on_bridge_event(talk.fill(1))
    talk.positions_twice(2, 0, open_orders=(*pair("a-1-e", 10), order("by-hand", 10, purpose=None, client_order_id=None)))
    (excess, too_many), (positions, differs) = talk.halts
    assert (positions, excess) == (POSITIONS, EXCESS)
    assert differs.endswith("trading goes on once a comparison adds up")
    assert "ABC: the account holds 0, and a-1-e.sl, a-1-e.tp could sell 10. Cancel what is too many" in too_many


def test_a_position_enlarged_by_hand_is_no_reason_to_cancel_what_guards_it(talk: Talk) -> None:
    talk.state()
    replay_ends(talk, 0)
    assert talk.session.broker is not None
    talk.session.broker.submit(approved("a-1-e", 10))
    talk.session.on_bridge_event(talk.fill(1))
    talk.positions_twice(2, 12, open_orders=pair("a-1-e", 10))
    assert [rule for rule, _ in talk.halts] == [POSITIONS]


@pytest.mark.parametrize("rule", [POSITIONS, ORDERS])
def test_a_halt_from_before_a_restart_ends_with_the_first_comparison_that_finds_nothing(tmp_path: Path, rule: str) -> None:
    talk = Talk(tmp_path, before={rule: "ABC: the account holds 7"})
    talk.state()
    replayed(talk, 0)
    talk.positions(1, 0, complete=False)
    assert talk.lifts == []
    talk.positions(2, 0)
    assert len(talk.lifts) == 1


@pytest.mark.parametrize("shares", [7, -3, 12.3456])
def test_declared_manual_shares_add_up_fractions_of_one_too(tmp_path: Path, shares: float) -> None:
    talk = Talk(tmp_path, manual={"ABC": shares})
    talk.state()
    replayed(talk, 0)
    talk.positions(1, shares)
    assert talk.halts == []
    talk.positions_twice(2, shares + 0.0001)
    assert (
        f"ABC: the account holds {shares + 0.0001:.6g}, the agents' fills add up to 0 and {shares} declared" in talk.halts[0][1]
    )


@pytest.mark.parametrize("unknown", [{"positions": None}, {"complete": False}])
def test_unknown_positions_are_not_empty_ones(talk: Talk, unknown: dict[str, Any]) -> None:
    talk.state()
    replayed(talk, 0)
    assert talk.session.broker is not None
    talk.session.broker.submit(approved("a-1-e", 10))
    talk.session.on_bridge_event(talk.fill(1))
    talk.positions_twice(2, 0, **unknown)
    assert talk.halts == []
    talk.positions_twice(4, 0)
    assert len(talk.halts) == 1


UNKNOWN = Difference(
    kind="order_unknown", resolution="none", client_order_id="a-7-e", perm_id=53, symbol="ABC", gateway="Submitted: BUY 10 MKT"
)
TWICE = Difference(
    kind="two_perm_ids", resolution="none", client_order_id="a-1-e", perm_id=667, symbol="ABC", journal="666", gateway="667"
)


@pytest.mark.parametrize(
    ("differs", "named"), [(UNKNOWN, "ABC: a-7-e (permanent id 53) was never given here"), (TWICE, "ABC: a-1-e stands twice")]
)
def test_an_order_under_our_name_that_nobody_can_explain_halts_until_it_is_gone(
    talk: Talk, differs: Difference, named: str
) -> None:
    talk.state()
    replayed(talk, 0)
    talk.positions(1, 0, differences=(differs,))
    assert [rule for rule, _ in talk.halts] == [ORDERS] and named in talk.halts[0][1]
    talk.positions(2, 0, complete=False)
    assert talk.lifts == [], "a comparison with gaps says nothing of what it did not see"
    talk.positions(3, 0)
    assert talk.lifts == ["the orders at the broker are ours again"]


def test_what_a_comparison_settled_or_a_person_ordered_halts_nothing(talk: Talk) -> None:
    talk.state()
    replayed(talk, 0)
    by_hand = Difference(kind="manual_order", resolution="none", perm_id=51, symbol="ABC", gateway="Submitted: BUY 10 LMT")
    lost = Difference(kind="order_missing", resolution="lost", client_order_id="a-1-e", symbol="ABC", journal="lost")
    for jseq in (1, 2):
        talk.positions(jseq, 0, differences=(by_hand, lost))
    assert talk.halts == [] and talk.alerts() == ["manual_order"], "said once"


def test_a_comparison_in_pages_is_judged_as_one(talk: Talk) -> None:
    talk.state()
    replayed(talk, 0)
    talk.positions(1, 0, differences=(UNKNOWN,), page=1, last=False)
    assert talk.halts == []
    talk.positions(2, 7, page=2, last=True)
    assert [rule for rule, _ in talk.halts] == [ORDERS]
    talk.positions(3, 7)
    talk.positions_twice(4, 7)
    assert [rule for rule, _ in talk.halts] == [ORDERS, POSITIONS]


def test_a_comparison_that_comes_again_or_late_is_not_judged_anew(talk: Talk) -> None:
    talk.state()
    replayed(talk, 0)
    talk.positions(1, 0)
    assert talk.session.broker is not None
    talk.session.broker.submit(approved("a-1-e", 10))
    talk.session.on_bridge_event(talk.fill(2))
    talk.positions(1, 0)
    assert talk.halts == [], "the fill was booked since"
    talk.positions(3, 10)
    assert talk.halts == []


def test_a_comparison_with_a_page_missing_is_not_judged(talk: Talk) -> None:
    talk.state()
    replayed(talk, 0)
    talk.positions(1, 7, page=1, last=False)
    talk.session.on_mqtt(True, "")
    replayed(talk, 2)  # its second page came within a replay
    talk.positions(3, 0, page=3, last=True)
    assert talk.halts == []
    talk.positions_twice(4, 7, page=1, last=True)
    assert [rule for rule, _ in talk.halts] == [POSITIONS]


def test_an_account_nobody_compares_is_told_of_until_it_is(tmp_path: Path) -> None:
    talk = Talk(tmp_path, reconcile_s=120.0)
    talk.state()
    replayed(talk, 0)
    for second in (10, 600, 612, 613):
        talk.wall.advance_to(second * SECOND_NS)
        talk.state()
        talk.session.tick()
        assert talk.alerts() == (["account_unchecked"] if second > 610 else [])
    talk.positions(1, 0, complete=False)
    assert talk.alerts() == ["account_unchecked"]
    talk.positions(2, 0)
    talk.session.tick()
    assert talk.alerts() == ["account_unchecked", "account_checked"]


def test_positions_ahead_of_the_fills_heard_so_far_are_not_judged(talk: Talk) -> None:
    talk.state()
    replayed(talk, 0)
    talk.positions(5, 10)
    assert talk.halts == []


BARE = Difference(kind="unprotected", resolution="none", client_order_id="a-1-e", symbol="ABC", journal="10")


def test_a_position_that_nothing_guards_is_told_of_once_for_as_long_as_it_lasts(talk: Talk) -> None:
    talk.state()
    replayed(talk, 0)
    assert talk.session.broker is not None
    talk.session.broker.submit(approved("a-1-e", 10))
    talk.session.on_bridge_event(talk.fill(1))
    for jseq in (2, 3):
        talk.positions(jseq, 10, differences=(BARE,))
    talk.positions(4, 10, differences=(), complete=False)
    talk.positions(5, 10, differences=(BARE,))
    assert talk.alerts() == ["unprotected"]
    talk.positions(6, 10)
    talk.positions(7, 10, differences=(BARE,))
    assert talk.alerts() == ["unprotected", "unprotected"]


def test_a_position_that_an_exit_is_closing_needs_no_stop(talk: Talk) -> None:
    talk.state()
    replayed(talk, 0)
    assert talk.session.broker is not None
    talk.session.broker.submit(approved("a-1-e", 10))
    talk.session.on_bridge_event(talk.fill(1))
    talk.session.broker.submit(approved("a-2-x", 10, side="sell", purpose="reduce"))
    assert [c.client_order_id for c in talk.asked(OrderSubmit)] == ["a-1-e", "a-2-x"]
    talk.positions(2, 10, differences=(BARE,))
    assert talk.alerts() == []
