"""A home's `configs/` as typed settings, or every mistake in it at once."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from rlbot.settings.agent import AgentSettings
from rlbot.settings.checks import Known, agent_checks, algorithm_choices, platform_checks, shared_symbol_checks
from rlbot.settings.errors import SettingError
from rlbot.settings.platform import Settings
from rlbot.settings.toml_file import TomlFile, read_toml
from rlbot.settings.validation import M, Wrong, validated

PLATFORM_FILE = "configs/rlbot.toml"
AGENTS_FOLDER = "configs/agents"


# What stands in for a missing or wrong key while the other rules are tried; mistakes about these keys are not told twice.
_STAND_INS = {"id": "a", "algorithm": "flat", "symbol": "A"}


def load(home: Path, known: Known | None = None) -> Settings | list[SettingError]:
    """Settings of `home`; agents in the order of their ids. An absent `rlbot.toml` means the defaults."""
    known = known or Known()
    errors: list[SettingError] = []
    platform = Settings()
    if (home / PLATFORM_FILE).exists():
        found = platform_settings(read_toml(home / PLATFORM_FILE, PLATFORM_FILE))
        if isinstance(found, list):
            errors += found
        else:
            platform = found
    for folder in ("configs", AGENTS_FOLDER):
        if (home / folder).is_file():
            errors.append(SettingError(folder, 0, "", "is a file", f"a folder; agents are files {AGENTS_FOLDER}/<id>.toml"))
            break
    agents: list[tuple[TomlFile, AgentSettings]] = []
    for path in sorted((home / AGENTS_FOLDER).glob("*.toml")):
        file = read_toml(path, f"{AGENTS_FOLDER}/{path.name}")
        if isinstance(file, SettingError):
            errors.append(file)
            continue
        agent, wrong = _agent(file, path.stem, known)
        errors += wrong
        if agent is not None and not any(error.key == "symbol" for error in wrong):
            agents.append((file, agent))
    errors += shared_symbol_checks(agents)
    return sorted(errors) if errors else platform.model_copy(update={"agents": tuple(agent for _, agent in agents)})


def platform_settings(file: TomlFile | SettingError) -> Settings | list[SettingError]:
    """The platform's file alone, without agents."""
    if isinstance(file, SettingError):
        return [file]
    errors = []
    if "agents" in file.table:
        errors.append(file.error("agents", "is not a setting here", f"one file an agent: {AGENTS_FOLDER}/<id>.toml"))
    table = {key: value for key, value in file.table.items() if key != "agents"}
    settings, wrong = _split(validated(file, Settings, table, {}))
    errors += wrong
    if settings is not None:
        errors += _new(platform_checks(file, settings), errors)
    return errors if errors or settings is None else settings


def agent_settings(file: TomlFile | SettingError, agent_id: str, known: Known) -> AgentSettings | list[SettingError]:
    """One agent's file alone. Its id is the file's name."""
    if isinstance(file, SettingError):
        return [file]
    agent, errors = _agent(file, agent_id, known)
    return errors if errors or agent is None else agent


def _agent(file: TomlFile, agent_id: str, known: Known) -> tuple[AgentSettings | None, list[SettingError]]:
    errors = []
    if "id" in file.table:
        errors.append(file.error("id", "is not a setting", "leave it out: an agent's id is its file's name"))
    agent, wrong = _split(validated(file, AgentSettings, file.table | {"id": agent_id}, _STAND_INS))
    for error in wrong:
        choices = algorithm_choices(known) if error.key == "algorithm" else error.allowed
        errors.append(msgspec.structs.replace(error, allowed=choices))
    if agent is not None:
        errors += _new(agent_checks(file, agent, known), errors)
    return agent, errors


def _split(found: M | Wrong[M]) -> tuple[M | None, list[SettingError]]:
    return (found.rest, found.errors) if isinstance(found, Wrong) else (found, [])


def _new(checked: Iterable[SettingError], told: list[SettingError]) -> list[SettingError]:
    keys = {error.key for error in told}
    return [error for error in checked if error.key not in keys]
