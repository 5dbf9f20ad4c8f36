"""Template of a third party's agent: copy it, rename the class, and name it in an agent file.

    # configs/agents/mine.toml
    algorithm = "my_package.my_agent:MyAgent"
    symbol = "AAPL"

MANDATORY: `__init__(settings, folder)`, `version`, `decide`. OPTIONAL: `sentence`, `drivers` and `flip` (its own words about a
decision), `watch` and `progress` (a series of its own that must see the bars before the run). It runs through
`tests/contracts/agent.py` as it stands; so should yours.
"""

from __future__ import annotations

from pathlib import Path

from rlbot.agents.agent import Decision, Observation
from rlbot.events.agent import DecisionMade, Driver
from rlbot.market.features.registry import expanded
from rlbot.settings.agent import AgentSettings


class TemplateAgent:
    """Half of the budget while RSI is below 70, else flat. `folder`: the deployed version's files, None where there is none."""

    version = "template"

    def __init__(self, settings: AgentSettings, folder: Path | None) -> None:
        names = expanded(settings.features.names)  # the order of `observation.features`
        self._rsi = names.index("rsi") if "rsi" in names else -1

    def decide(self, observation: Observation) -> Decision:
        """MANDATORY: a few microseconds; the same observation always gives the same decision."""
        rsi = observation.features[self._rsi] if self._rsi >= 0 else 50.0
        return Decision(0.5 if rsi < 70.0 else 0.0, abs(rsi - 70.0) / 100.0, False, (rsi,))

    def sentence(self, decision: DecisionMade) -> str:
        """OPTIONAL: one plain sentence."""
        return (
            f"RSI is {decision.output[0]:.0f}, so {'half of the budget goes in' if decision.target_weight else 'it stays out'}."
        )

    def drivers(self, decision: DecisionMade) -> tuple[Driver, ...]:
        """OPTIONAL with `sentence`: what moved the target weight, the largest first."""
        rsi = decision.output[0]
        return (Driver(feature="rsi", label="RSI 14", value=rsi, text=f"{rsi:.1f}", effect=decision.target_weight),)

    def flip(self, decision: DecisionMade) -> str:
        """OPTIONAL with `sentence`: what would alter it."""
        return "RSI 14 > 70.0" if decision.target_weight else "RSI 14 < 70.0"
