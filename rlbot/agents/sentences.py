"""One plain sentence about a decision, by rule: what spoke for it, what was done, what spoke against it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from rlbot.events.agent import DecisionMade
from rlbot.market.features.feature import MINUS, percent

NOTHING = 0.005  # target weight; effects below half a percent point are not worth a word
SMALL = 0.0005
SIGNS = f"+{MINUS}"

FAMILY = {
    "price": "momentum",
    "rsi": "momentum",
    "macd": "momentum",
    "ema_10": "trend",
    "ema_50": "trend",
    "underlying": "trend",
    "vix": "risk",
    "volatility": "risk",
    "volume": "volume",
    "sentiment": "mood",
    "own_position": "position",
    "own_month": "record",
}
# (family, its input is positive, it spoke for more) -> how the sentence opens.
OPENING: Mapping[tuple[str, bool, bool], str] = {
    ("momentum", True, True): "Momentum is up",
    ("momentum", False, False): "Momentum faded",
    ("momentum", True, False): "Momentum looks stretched",
    ("momentum", False, True): "Weak momentum reads as a chance",
    ("trend", True, True): "The trend is up",
    ("trend", False, False): "The trend is down",
    ("trend", True, False): "The trend looks stretched",
    ("trend", False, True): "A fall below trend reads as a chance",
    ("risk", True, False): "Risk is high",
    ("risk", False, True): "Risk is low",
    ("risk", True, True): "High risk reads as a chance",
    ("risk", False, False): "The calm reads as a warning",
    ("mood", True, True): "Sentiment is good",
    ("mood", False, False): "Sentiment is poor",
}
OPENING_BY_SIDE = {True: "Reasons for more", False: "Reasons for less"}
QUARTERS = {1: "a quarter", 2: "half", 3: "three quarters"}


class Reason(msgspec.Struct, frozen=True, gc=False):
    """A driver as the sentence needs it. `level`, `before`: its input now and a bar ago (ratios; 0 is neutral)."""

    feature: str
    label: str
    text: str
    effect: float
    level: float
    before: float


def policy_sentence(decision: DecisionMade, reasons: Sequence[Reason]) -> str:
    """For a learned decision; `reasons` with the largest effect first."""
    done = outcome(decision)
    weighty = [r for r in reasons if abs(r.effect) >= NOTHING]
    if not weighty:
        return f"Nothing stands out: no input moved the target by half a point, so {done}."
    more = sum(r.effect for r in reasons) > 0.0
    # Effects are against the usual target, the action against what is held: they may well point apart.
    apart = decision.action != "hold" and (decision.action == "buy") != more
    pro = [r for r in weighty if (r.effect > 0.0) == more] or weighty
    against = next((r for r in weighty if (r.effect > 0.0) != (pro[0].effect > 0.0)), None)
    first = pro[0]
    family = FAMILY.get(first.feature, "")
    opening = OPENING.get((family, first.level > 0.0, first.effect > 0.0), OPENING_BY_SIDE[first.effect > 0.0])
    clauses = " and ".join(clause(r) for r in pro[:2])
    turn = f"; that is still {'more' if decision.action == 'buy' else 'less'} than is held" if apart else ""
    sentence = f"{opening}: {clauses}{turn}, so {done}."
    if against is not None:
        name = f"{against.label} at {against.text}" if not against.feature.startswith("own_") else against.label
        sentence += f" {name} spoke for {'more' if against.effect > 0.0 else 'less'}."
    return sentence


def clause(r: Reason) -> str:
    """What a driver says of the market, in a few words."""
    above, crossed = r.level > 0.0, r.level * r.before < 0.0
    match r.feature:
        case "macd":
            return f"MACD {'crossed' if crossed else 'is'} {'above' if above else 'below'} its signal"
        case "ema_10" | "ema_50":
            verb = ("rose" if above else "fell") if crossed else "is"
            return f"price {verb} {'above' if above else 'under'} {r.feature.upper()}"
        case "price":
            return "price did not move" if r.level == 0.0 else f"price {'rose' if above else 'fell'} {r.text.lstrip(SIGNS)}"
        case "own_position":
            return f"the position is {r.text}" if r.text[:1] != "0" else "there is no position"
        case "own_month":
            return f"its own month is {r.text}"
        case "underlying":
            return r.label.replace(" vs ", " is above " if above else " is under ")
        case "volume" | "volatility" | "sentiment":
            return f"{r.feature} is {r.text}"
        case _:
            return f"{r.label} is {r.text}"


def outcome(decision: DecisionMade) -> str:
    """What the decision does, as the end of a sentence."""
    now, target = decision.current_weight, decision.target_weight
    if decision.action == "hold":
        return "the account stays flat" if abs(now) < SMALL else f"the position stays at {whole(now)}"
    if abs(target) < SMALL:
        return "the position is closed"
    if now * target < 0.0:
        return f"it turns {'long' if target > 0.0 else 'short'}, {whole(abs(target))}"
    if abs(now) < SMALL:
        return f"it {'buys' if target > 0.0 else 'sells short'} {whole(abs(target))}"
    change = abs(target) - abs(now)
    quarters = round(abs(change) * 4.0)
    near = quarters in QUARTERS and abs(abs(change) - quarters / 4.0) < 0.02
    verbs = ("are added", "come off") if near and quarters == 3 else ("is added", "comes off")
    return f"{QUARTERS[quarters] if near else whole(abs(change))} {verbs[change < 0.0]}"


def hold_sentence(decision: DecisionMade, seen: int, needed: int, why: str) -> str:
    """For a decision that was not the agent's own: warming, paused, halted, failed. `why`: the reason given, if any."""
    match decision.reason:
        case "warming":
            return f"Holding while features warm up: {min(seen, needed)} of {needed} bars."
        case "paused":
            return f"Holding because the agent is paused{_because(why)}."
        case "halted":
            return f"Holding because trading is halted{_because(why)}."
        case _:
            return f"Holding because the agent gave no answer{_because(why)}."


def whole(weight: float) -> str:
    """`0.5` -> `50 %`."""
    return percent(weight, 0, plus=False)


def _because(why: str) -> str:
    return f" ({why.rstrip('.')})" if why else ""
