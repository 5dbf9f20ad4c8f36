"""A TOML file as a table, or the mistakes that keep it from being one; and in which line a key stands."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import msgspec

from rlbot.settings.errors import SettingError

Table = dict[str, Any]

_SECTION = re.compile(r"^\s*\[+\s*([^\[\]#]+?)\s*\]+")
_KEY = re.compile(r"^\s*([A-Za-z0-9_.\"'-]+)\s*=")
_PLACE = re.compile(r"^(.*) \(at (?:line (\d+), column (\d+)|end of document)\)$", re.DOTALL)


class TomlFile(msgspec.Struct, frozen=True):
    """`name`: as the user knows it. `text` is kept to find lines in."""

    name: str
    text: str
    table: Table

    def error(self, key: str, problem: str, allowed: str = "") -> SettingError:
        """A mistake at `key` of this file, with its line."""
        return SettingError(self.name, line_of(self.text, key.partition("[")[0]), key, problem, allowed)


def read_toml(path: Path, name: str) -> TomlFile | SettingError:
    """The file's table. Never raises for what is in the file or on the disk."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        return SettingError(name, 0, "", f"is not text in UTF-8 (byte {error.start})", "a TOML file in UTF-8")
    except OSError as error:
        return SettingError(name, 0, "", f"cannot be read: {error.strerror or error}")
    return parse_toml(text, name)


def parse_toml(text: str, name: str) -> TomlFile | SettingError:
    """The table in `text`."""
    try:
        return TomlFile(name, text, tomllib.loads(text))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = _PLACE.match(str(error))
        what = found[1] if found else str(error)
        line = int(found[2]) if found and found[2] else text.count("\n") + 1
        column = f", column {found[3]}" if found and found[3] else ""
        return SettingError(name, line, "", f"is not valid TOML: {what}{column}", 'lines like key = value, text in "quotes"')


def line_of(text: str, key: str) -> int:
    """The line (from 1) where the dotted `key` is set, else where its section begins, else 0."""
    section, nearest = "", 0
    for number, line in enumerate(text.splitlines(), start=1):
        if opened := _SECTION.match(line):
            section = _plain(opened[1])
            here = section
        elif set_ := _KEY.match(line):
            here = f"{section}.{_plain(set_[1])}" if section else _plain(set_[1])
        else:
            continue
        if here == key or here.startswith(f"{key}."):
            return number
        if key.startswith(f"{here}."):
            nearest = number
    return nearest


def _plain(key: str) -> str:
    return re.sub(r"[\"'\s]", "", key)
