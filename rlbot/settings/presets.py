"""Presets: named sets of agents' keys, one file each in `configs/presets/`, loaded for all agents or for none."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import tomlkit

from rlbot.settings.agent import AgentSettings, LimitSettings
from rlbot.settings.atomic_file import replace_file
from rlbot.settings.checks import Known
from rlbot.settings.errors import SettingError
from rlbot.settings.loading import AGENTS_FOLDER, agent_settings
from rlbot.settings.toml_file import parse_toml, read_toml
from rlbot.settings.writing import Changes, change_agent, with_changes

PRESETS_FOLDER = "configs/presets"
SECTIONS = ("costs", "limits", "reward", "features", "training")  # what a preset holds of an agent: how it trades, not what

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")


def preset_names(home: Path) -> list[str]:
    """All presets, sorted."""
    return sorted(path.stem for path in (home / PRESETS_FOLDER).glob("*.toml"))


def save_preset(home: Path, name: str, agents: tuple[AgentSettings, ...]) -> SettingError | None:
    """Keep these agents' sections under `name`, replacing one of that name."""
    if (wrong := _wrong_name(name)) is not None:
        return wrong
    table = {agent.id: agent.model_dump(mode="json", include=set(SECTIONS), exclude_none=True) for agent in agents}
    try:
        replace_file(_path(home, name), tomlkit.dumps(table).encode())
    except OSError as error:
        return SettingError(_file(name), 0, "", f"could not be written: {error}")
    return None


def delete_preset(home: Path, name: str) -> SettingError | None:
    """Forget a preset."""
    if (wrong := _wrong_name(name)) is not None:
        return wrong
    try:
        _path(home, name).unlink()
    except OSError as error:
        return SettingError(_file(name), 0, "", f"cannot be deleted: {error.strerror or error}")
    return None


def load_preset(home: Path, name: str, known: Known) -> list[AgentSettings] | list[SettingError]:
    """Put the preset's keys into its agents' files. Every agent is checked before the first file changes."""
    if (wrong := _wrong_name(name)) is not None:
        return [wrong]
    preset = read_toml(_path(home, name), _file(name))
    if isinstance(preset, SettingError):
        return [preset]
    errors: list[SettingError] = []
    changes: dict[str, Changes] = {}
    for agent_id, sections in preset.table.items():
        path = home / AGENTS_FOLDER / f"{agent_id}.toml"
        if not isinstance(sections, dict) or not path.exists():
            errors.append(preset.error(agent_id, "is not an agent here", f"agents with a file in {AGENTS_FOLDER}"))
            continue
        changes[agent_id] = _flat(sections)
        text = with_changes(path.read_text(encoding="utf-8"), changes[agent_id])
        found = agent_settings(parse_toml(text, f"{_file(name)} -> {agent_id}"), agent_id, known)
        errors += found if isinstance(found, list) else []
    if errors:
        return errors
    loaded = []
    for agent_id, of_agent in changes.items():
        done = change_agent(home, agent_id, of_agent, known)
        if isinstance(done, list):
            return done
        loaded.append(done)
    return loaded


def _flat(sections: dict[str, Any]) -> Changes:
    changes: dict[str, object] = {}
    if "limits" in sections:  # a limit that the preset does not name is off in it
        changes = {f"limits.{key}": None for key in LimitSettings.model_fields}
    for section, keys in sections.items():
        if isinstance(keys, dict):
            changes |= {f"{section}.{key}": value for key, value in keys.items()}
        else:
            changes[section] = keys
    return changes


def _wrong_name(name: str) -> SettingError | None:
    if _NAME.fullmatch(name):
        return None
    return SettingError(PRESETS_FOLDER, 0, name, "is no name for a preset", "small letters, digits, - and _, at most 40")


def _path(home: Path, name: str) -> Path:
    return home / PRESETS_FOLDER / f"{name}.toml"


def _file(name: str) -> str:
    return f"{PRESETS_FOLDER}/{name}.toml"
