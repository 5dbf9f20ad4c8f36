"""Which side a script may take: where its file does not say, its own rows do.

`limits.allow_short` is about agents that choose; a script that asks for -0.5 means it. Said outright, the limit holds.
"""

from __future__ import annotations

from pathlib import Path

from rlbot.agents.scripted import ScriptError, read_script
from rlbot.settings.agent import AgentSettings
from rlbot.settings.errors import SettingError


def with_side(agent: AgentSettings, home: Path) -> AgentSettings:
    """The agent with `allow_short` as its rows need it. A script that cannot be read is told of when it is opened."""
    if agent.algorithm != "scripted" or not agent.decisions or "allow_short" in agent.limits.model_fields_set:
        return agent
    try:
        short = any(row.target_weight < 0.0 for row in read_script(home / agent.decisions))
    except ScriptError:
        return agent
    if not short:
        return agent
    return agent.model_copy(update={"limits": agent.limits.model_copy(update={"allow_short": True})})


def shared_shorts(agents: tuple[AgentSettings, ...], folder: str) -> list[SettingError]:
    """Two agents on one symbol, one of them a script that goes short: their net position could not be told apart."""
    errors = []
    for agent in agents:
        others = [other.id for other in agents if other is not agent and other.symbol == agent.symbol]
        if agent.limits.allow_short and others:
            problem = f"holds negative weights, and {others[0]} trades {agent.symbol} too"
            errors.append(
                SettingError(f"{folder}/{agent.id}.toml", 0, "decisions", problem, "weights from 0 up, or another symbol")
            )
    return errors
