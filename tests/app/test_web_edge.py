"""A decision explained on demand: the agent's own in its words, a hold that nobody chose by what held it up."""

from __future__ import annotations

from pathlib import Path

import msgspec

from rlbot.agents.loading import open_seat
from rlbot.agents.registry import ModelRegistry
from rlbot.app.web_edge import latest_explained
from rlbot.events.agent import DecisionMade
from rlbot.settings.agent import AgentSettings
from tests.agents.nets import made, observation

SEEN = observation(1)
MADE = msgspec.structs.replace(made(1.0, SEEN), agent_id="one", reason="baseline", version="hold")


def explained(home: Path, decision: DecisionMade, asked: str) -> str:
    seat = open_seat(AgentSettings(id="one", algorithm="hold", symbol="AAPL"), ModelRegistry(home), home)
    seat.why = "by hand"
    seat.decided(decision, SEEN)
    found = latest_explained([seat])("one", asked)
    return found.sentence if found is not None else ""


def test_what_the_agent_chose_is_told_in_its_own_words(tmp_path: Path) -> None:
    assert explained(tmp_path, MADE, MADE.decision_id).startswith("Buy and hold")


def test_a_hold_while_paused_is_not_told_as_the_agents_choice(tmp_path: Path) -> None:
    paused = msgspec.structs.replace(MADE, reason="paused")
    assert explained(tmp_path, paused, MADE.decision_id) == "Holding because the agent is paused (by hand)."


def test_an_older_decision_can_no_longer_be_explained(tmp_path: Path) -> None:
    assert explained(tmp_path, MADE, "one-0") == ""
    assert latest_explained([])("nobody", MADE.decision_id) is None
