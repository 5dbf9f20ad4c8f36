"""The last decision of an agent for a terminal: what, why, and what would alter it; of a hold that nobody chose, only why."""

from __future__ import annotations

from typing import Any

from rlbot.app.output import say, table

CHOSEN = frozenset({"policy", "script", "baseline"})  # reasons of decisions that the agent itself made
STATES = {"paused_by_kill": "paused by the kill switch", "warming": "warming up"}


def state_words(agent: dict[str, Any]) -> str:
    """An agent's state with its reason, as a person says it: `paused by the kill switch (kill switch, from the shell)`."""
    words = STATES.get(agent["state"], str(agent["state"]))
    detail = agent.get("state_detail")
    return f"{words} ({detail})" if detail and detail != words else words


def worth_words(agent: dict[str, Any]) -> str:
    """What an agent is worth; before its first bar nobody knows."""
    if agent["weight"] is None or agent["equity"] is None:
        return "nothing marked before its first bar"
    return f"{agent['weight']:.0%} invested, equity {agent['equity']:,.2f}"


def tell_why(detail: dict[str, Any], agent: dict[str, Any]) -> None:
    """`detail`: an answer of `decisions/{id}`; `agent`: an agent of the platform, which may have changed since."""
    decision, explanation = detail["decision"], detail["explanation"]
    chosen = decision["reason"] in CHOSEN
    weights = f"{decision['current_weight']:.0%} → {decision['target_weight']:.0%}"
    sure = "" if decision["confidence"] is None else f", confidence {decision['confidence']:.2f}"
    say(f"{decision['action']} {decision['symbol']} {weights}{sure}, {decision['version']}")
    if explanation is None:
        say(detail["unexplained"] or "no explanation yet")
    else:
        say(explanation["sentence"])
        if chosen:
            _tell_reasons(explanation, learned=decision["reason"] == "policy")
    if agent["state"] != "trading":
        say(f"now {agent['id']} is {state_words(agent)}")


def _tell_reasons(explanation: dict[str, Any], *, learned: bool) -> None:
    if explanation["drivers"]:
        rows = [[d["label"], d["text"], f"{d['effect'] * 100:+.1f} pp"] for d in explanation["drivers"]]
        rest, total = (f"{explanation[key] * 100:+.1f} pp" for key in ("other_effect", "total_effect"))
        table(["driver", "value", "effect"], [*rows, ["others", "", rest], ["sum", "", total]])
        say(explanation["measured"])
    if flip := explanation["flip"]:
        say(flip if flip.startswith("no single") else f"would flip if {flip}")
    if learned:
        say(f"distance from training data {explanation['distance']:.1f} (about 1 inside, above 3 far); {explanation['skill']}")
