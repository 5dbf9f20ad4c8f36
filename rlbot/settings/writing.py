"""Change keys in a settings file: comments and order stay, mistakes are refused before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AbstractTable

from rlbot.settings.agent import AgentSettings
from rlbot.settings.atomic_file import replace_file
from rlbot.settings.checks import Known
from rlbot.settings.errors import SettingError
from rlbot.settings.loading import AGENTS_FOLDER, PLATFORM_FILE, agent_settings, platform_settings
from rlbot.settings.platform import Settings
from rlbot.settings.toml_file import TomlFile, parse_toml

T = TypeVar("T")

# Dotted keys and their new values; None takes a key out, so that its default counts again.
Changes = Mapping[str, object]


def change_agent(home: Path, agent_id: str, changes: Changes, known: Known) -> AgentSettings | list[SettingError]:
    """Set `changes` in the agent's file; the settings that now stand there, or why nothing was written."""
    name = f"{AGENTS_FOLDER}/{agent_id}.toml"
    return _changed(home, name, changes, lambda file: agent_settings(file, agent_id, known))


def change_platform(home: Path, changes: Changes) -> Settings | list[SettingError]:
    """Set `changes` in `configs/rlbot.toml`, which is made if absent."""
    return _changed(home, PLATFORM_FILE, changes, platform_settings)


def with_changes(text: str, changes: Changes) -> str:
    """The TOML text with `changes` in it. Raises TOMLKitError for text that is no TOML, KeyError for a key below a value."""
    document = tomlkit.parse(text)
    for dotted, value in changes.items():
        *sections, key = dotted.split(".")
        table: tomlkit.TOMLDocument | AbstractTable = document
        for section in sections:
            if section not in table:
                if value is None:
                    break
                table.add(section, tomlkit.table())
            inner = table[section]
            if not isinstance(inner, AbstractTable):
                raise KeyError(section)
            table = inner
        else:
            if value is None:
                table.pop(key, None)
            else:
                table[key] = value
    return tomlkit.dumps(document)


def _changed(
    home: Path, name: str, changes: Changes, check: Callable[[TomlFile | SettingError], T | list[SettingError]]
) -> T | list[SettingError]:
    path = home / name
    try:
        text = with_changes(path.read_text(encoding="utf-8") if path.exists() else "", changes)
        checked = check(parse_toml(text, name))
        if not isinstance(checked, list):
            replace_file(path, text.encode())
    except TOMLKitError as error:
        return [SettingError(name, 0, "", f"is not valid TOML: {error}")]
    except KeyError as error:
        return [SettingError(name, 0, str(error.args[0]), "is a value, not a section")]
    except (OSError, UnicodeDecodeError, ValueError) as error:
        return [SettingError(name, 0, "", f"could not be changed: {error}; the old file stands")]
    return checked
