"""Sentences: short, true, and in the words of the market."""

from __future__ import annotations

import msgspec
import pytest

from rlbot.agents.sentences import Reason, hold_sentence, outcome, policy_sentence
from rlbot.events.agent import DecisionMade, DecisionReason
from tests.agents.nets import made, observation

SEEN = observation(1)
THIN, MINUS = "\N{THIN SPACE}", "\N{MINUS SIGN}"


def decision(now: float, target: float, reason: DecisionReason = "policy") -> DecisionMade:
    event = made(target, msgspec.structs.replace(SEEN, weight=now))
    return msgspec.structs.replace(event, reason=reason)


MACD = Reason("macd", "MACD histogram", f"{MINUS}0.133", -0.14, -0.001, -0.002)
EMA = Reason("ema_10", "Price vs EMA_10", f"{MINUS}0.23{THIN}%", -0.09, -0.0023, 0.001)
VIX = Reason("vix", "VIX", "22.49", 0.05, 0.1, 0.1)


def test_a_sale_says_what_spoke_for_it_what_was_done_and_what_spoke_against() -> None:
    text = policy_sentence(decision(0.75, 0.5), [MACD, EMA, VIX])
    assert text == (
        "Momentum faded: MACD is below its signal and price fell under EMA_10, so a quarter comes off. "
        "VIX at 22.49 spoke for more."
    )


def test_a_purchase_on_reasons_for_less_says_that_less_is_still_more_than_is_held() -> None:
    text = policy_sentence(decision(0.0, 0.5), [MACD, VIX])
    assert text.startswith("Momentum faded: MACD is below its signal; that is still more than is held, so it buys 50")
    assert text.endswith("VIX at 22.49 spoke for more.")


def test_without_weighty_reasons_it_says_so() -> None:
    text = policy_sentence(decision(0.5, 0.5), [msgspec.structs.replace(MACD, effect=0.001)])
    assert text == f"Nothing stands out: no input moved the target by half a point, so the position stays at 50{THIN}%."


@pytest.mark.parametrize(
    ("now", "target", "expected"),
    [
        (0.0, 0.0, "the account stays flat"),
        (0.5, 0.5, "the position stays at 50 %"),
        (0.75, 0.0, "the position is closed"),
        (0.0, 0.75, "it buys 75 %"),
        (0.0, -0.5, "it sells short 50 %"),
        (0.25, -0.5, "it turns short, 50 %"),
        (0.25, 1.0, "three quarters are added"),
        (1.0, 0.5, "half comes off"),
        (0.2, 0.31, "11 % is added"),
        (-0.2, -0.5, "30 % is added"),
    ],
)
def test_what_was_done(now: float, target: float, expected: str) -> None:
    assert outcome(decision(now, target)).replace(THIN, " ") == expected


@pytest.mark.parametrize(
    ("reason", "why", "expected"),
    [
        ("warming", "", "Holding while features warm up: 120 of 200 bars."),
        ("paused", "paused by hand", "Holding because the agent is paused (paused by hand)."),
        ("halted", "daily loss 11 %.", "Holding because trading is halted (daily loss 11 %)."),
        ("failed", "", "Holding because the agent gave no answer."),
    ],
)
def test_holding_says_why(reason: DecisionReason, why: str, expected: str) -> None:
    assert hold_sentence(decision(0.5, 0.5, reason), 120, 200, why) == expected
