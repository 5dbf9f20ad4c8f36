"""What `rlbot status` says of an agent."""

from __future__ import annotations

from rlbot.app.commands.operate import _stands


def test_before_its_first_bar_nobody_knows_what_an_agent_is_worth() -> None:
    assert _stands({"weight": None, "equity": None}) == "nothing marked before its first bar"
    assert _stands({"weight": 0.456, "equity": 50123.4}) == "46% invested, equity 50,123.40"
