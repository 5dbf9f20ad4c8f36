"""Which account is traded: the one named, or the only one; of the mode's kind, and the one this home's orders stand in."""

from __future__ import annotations

import pytest

from rlbot.app.failure import REFUSED, CommandError
from rlbot.app.paper_ground import chosen, waiting


@pytest.mark.parametrize(
    ("accounts", "wanted", "mode", "account"),
    [
        (("DU1",), "", "paper", "DU1"),
        (("DF1",), "", "paper", "DF1"),
        (("DU1", "DU2"), "DU2", "paper", "DU2"),
        (("U1",), "", "live", "U1"),
        (("U1", "U2"), "U2", "live", "U2"),
    ],
)
def test_the_one_named_or_the_only_one(accounts: tuple[str, ...], wanted: str, mode: str, account: str) -> None:
    assert chosen(accounts, wanted, mode) == account


@pytest.mark.parametrize(
    ("accounts", "wanted", "mode", "told"),
    [
        (("DU1", "DU2"), "", "paper", 'the gateway serves DU1, DU2; say which one is traded: [bridge] account = "DU1"'),
        (("DU1", "DU2"), "DU3", "paper", "the gateway serves DU1, DU2, not DU3"),
        (("U1",), "", "paper", "U1 is a live account and this is paper mode"),
        (("DU1",), "", "live", "DU1 is a paper account and this is live mode"),
        (("U1", "DU1"), "U1", "live", "DU1 is a paper account and this is live mode"),
    ],
)
def test_what_cannot_be_is_refused_by_name(accounts: tuple[str, ...], wanted: str, mode: str, told: str) -> None:
    with pytest.raises(CommandError) as refused:
        chosen(accounts, wanted, mode)
    assert told in refused.value.text and refused.value.status == REFUSED


def test_a_start_without_a_gateway_says_which_mode_waits_where_and_what_to_do() -> None:
    said = waiting("live", "127.0.0.1:4001", "The gateway is disconnected.")
    assert said.startswith("LIVE: waiting for the gateway at 127.0.0.1:4001 (The gateway is disconnected); ")
    assert "start TWS or IB Gateway, log it in for live trading, with its API on" in said
