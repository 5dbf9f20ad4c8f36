"""Settings of a home for the commands: loaded once, every mistake listed at once."""

from __future__ import annotations

from rlbot.agents.loading import LEARNED
from rlbot.app.failure import WRONG_USE, CommandError, fail
from rlbot.app.home import Home
from rlbot.app.script_side import shared_shorts, with_side
from rlbot.market.features.registry import FEATURES
from rlbot.market.instruments import InstrumentRefused, instrument
from rlbot.settings.agent import AgentSettings
from rlbot.settings.checks import Known
from rlbot.settings.errors import SettingError
from rlbot.settings.loading import AGENTS_FOLDER, load
from rlbot.settings.platform import Settings


def known() -> Known:
    """What this version can do, for the checks of settings."""
    return Known(features=tuple(FEATURES), refused=_refused)


def read_settings(home: Home) -> Settings | list[SettingError]:
    """Settings, or every mistake in them."""
    found = load(home.root, known())
    if isinstance(found, list):
        return found
    agents = tuple(with_side(agent, home.root) for agent in found.agents)
    return shared_shorts(agents, AGENTS_FOLDER) or found.model_copy(update={"agents": agents})


def settings_of(home: Home) -> Settings:
    """Settings, or the end of the command with every mistake listed."""
    found = read_settings(home)
    if isinstance(found, list):
        lines = "\n".join(f"  {error.sentence}" for error in found)
        raise CommandError(f"the configuration has {len(found)} mistake(s):\n{lines}", WRONG_USE)
    return found


def agent_of(home: Home, agent_id: str) -> AgentSettings:
    """One agent's settings; an unknown id names those there are."""
    settings = settings_of(home)
    for agent in settings.agents:
        if agent.id == agent_id:
            return agent
    names = ", ".join(agent.id for agent in settings.agents) or "none yet; `rlbot agents new ID` makes one"
    fail(f"there is no agent {agent_id} in {home.configs / 'agents'}; there are: {names}", WRONG_USE)


def is_learned(agent: AgentSettings) -> bool:
    """Whether the agent decides by a trained model."""
    return agent.algorithm in LEARNED


def _refused(symbol: str) -> str | None:
    found = instrument(symbol)
    return found.reason if isinstance(found, InstrumentRefused) else None
