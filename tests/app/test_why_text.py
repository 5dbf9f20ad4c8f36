"""`rlbot why`: a decision with its reasons; of a hold that nobody chose no confidence, flip or distance is told."""

from __future__ import annotations

from typing import Any

import pytest

from rlbot.app.why_text import state_words, tell_why, worth_words

DRIVER = {"label": "RSI 14", "text": "62.0", "effect": 0.06}
EXPLANATION = {
    "sentence": "Momentum is up, so it buys.",
    "drivers": [DRIVER],
    "other_effect": 0.01,
    "total_effect": 0.07,
    "measured": "Measured from the training median.",
    "flip": "RSI 14 < 50.0",
    "distance": 1.2,
    "skill": "no demonstrated skill",
}
TRADING = {"id": "one", "state": "trading", "state_detail": ""}


def detail(reason: str, **explanation: Any) -> dict[str, Any]:
    sure = 0.0 if reason == "policy" else None
    decision = {"action": "hold", "symbol": "AAPL", "current_weight": 0.5, "target_weight": 0.5, "confidence": sure}
    return {
        "decision": {**decision, "reason": reason, "version": "v1"},
        "explanation": {**EXPLANATION, **explanation},
        "unexplained": "",
    }


def test_a_policy_tells_its_drivers_their_sum_and_how_far_it_is_from_what_it_learnt(capsys: pytest.CaptureFixture[str]) -> None:
    tell_why(detail("policy"), TRADING)
    told = capsys.readouterr().out
    for part in ("confidence 0.00", "+6.0 pp", "sum", "+7.0 pp", "Measured from", "would flip if RSI 14 < 50.0", "data 1.2 "):
        assert part in told
    assert "now one is" not in told


@pytest.mark.parametrize("reason", ["paused", "halted", "warming", "failed"])
def test_a_hold_that_nobody_chose_says_why_and_no_figure(reason: str, capsys: pytest.CaptureFixture[str]) -> None:
    sentence = "Holding because the agent is paused."
    empty = {"sentence": sentence, "drivers": [], "distance": 0.0, "flip": "no single change flips it"}
    tell_why(detail(reason, **empty), {"id": "one", "state": "paused_by_kill", "state_detail": "paused by kill"})
    assert capsys.readouterr().out.splitlines() == [
        "hold AAPL 50% → 50%, v1",
        sentence,
        "now one is paused by the kill switch (paused by kill)",
    ]


def test_a_rule_has_no_training_data_to_be_far_from_and_no_confidence(capsys: pytest.CaptureFixture[str]) -> None:
    tell_why(detail("baseline", flip="no single change flips it"), TRADING)
    told = capsys.readouterr().out
    assert (
        "distance" not in told
        and "confidence" not in told
        and "would flip if no" not in told
        and "no single change flips it" in told
    )


@pytest.mark.parametrize(
    ("state", "why", "words"),
    [
        ("paused_by_kill", "kill switch, from the shell", "paused by the kill switch (kill switch, from the shell)"),
        ("warming", "collecting history", "warming up (collecting history)"),
        ("paused", "paused", "paused"),
        ("trading", "", "trading"),
    ],
)
def test_states_are_words_and_never_codes(state: str, why: str, words: str) -> None:
    assert state_words({"id": "one", "state": state, "state_detail": why}) == words


def test_before_its_first_bar_nobody_knows_what_an_agent_is_worth() -> None:
    assert worth_words({"weight": None, "equity": None}) == "nothing marked before its first bar"
    assert worth_words({"weight": 0.456, "equity": 50123.4}) == "46% invested, equity 50,123.40"
