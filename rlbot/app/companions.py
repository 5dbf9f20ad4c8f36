"""What stands beside an agent's own series in a data folder, and what is left out where nobody reads it."""

from __future__ import annotations

from rlbot.agents.seat import REASONS
from rlbot.app.output import note
from rlbot.market.data_error import DataError
from rlbot.market.data_folder import DataFolder
from rlbot.market.features.feature import VIX
from rlbot.settings.agent import AgentSettings


def suited(agent: AgentSettings, folder: DataFolder, start_ns: int | None, end_ns: int | None) -> AgentSettings:
    """The agent as it can run on `folder`: one that decides by a rule looks at no features, so it needs no companions.

    A learned agent, or a stranger's, keeps what its file names: without it, opening the feed says which file is missing.
    """
    if agent.algorithm not in REASONS:
        return agent
    beside = ("vix", "underlying", "sentiment")
    absent = {name for name in beside if name in agent.features.names and not _there(name, agent, folder)}
    if "vix" in agent.features.names and "vix" not in absent:
        try:
            folder.best_interval(VIX, agent.interval, start_ns, end_ns)
        except DataError:
            absent.add("vix")
    if not absent:
        return agent
    note(f"{folder.path} has no {' and no '.join(sorted(absent))} for {agent.id}; it decides by a rule and goes on without")
    names = tuple(name for name in agent.features.names if name not in absent) or ("price",)
    return agent.model_copy(update={"features": agent.features.model_copy(update={"names": names})})


def _there(name: str, agent: AgentSettings, folder: DataFolder) -> bool:
    if name == "sentiment":
        return folder.has_scores
    symbol = VIX if name == "vix" else agent.underlying
    daily = name == "vix" and folder.has(VIX, "1d")
    return daily or (symbol is not None and folder.has(symbol, agent.interval))
