"""One table against one model: the typed settings, or every mistake in words."""

from __future__ import annotations

import copy
import json
from typing import Generic, TypeVar

import msgspec
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from rlbot.settings.allowed import allowed_text, keys_at, meant, node_at
from rlbot.settings.errors import SettingError
from rlbot.settings.toml_file import Table, TomlFile

M = TypeVar("M", bound=BaseModel)


class Wrong(msgspec.Struct, Generic[M]):
    """Mistakes, and what is left without them, so that further rules can be tried; None if even that is not whole."""

    errors: list[SettingError]
    rest: M | None


def validated(file: TomlFile, model: type[M], table: Table, stand_ins: Table) -> M | Wrong[M]:
    """`table` (from `file`, perhaps with keys added) as a `model`. Text is never read as a number.

    `stand_ins`: for keys that must be there, what stands in their place while the rest is looked at.
    """
    try:
        return _strict(model, table)
    except ValidationError as error:
        found: dict[str, SettingError] = {}
        rest = copy.deepcopy(table)
        for detail in error.errors(include_url=False):
            one = _in_words(file, model, detail)
            found.setdefault(one.key, one)
            _take_out(rest, detail["loc"])
        try:
            return Wrong(list(found.values()), _strict(model, stand_ins | rest))
        except ValidationError:
            return Wrong(list(found.values()), None)


def _strict(model: type[M], table: Table) -> M:
    # Strict JSON: a list is a tuple, but "5" is not 5 and 1 is not true. TOML's dates become text.
    return model.model_validate_json(json.dumps(table, default=str), strict=True)


def _take_out(table: Table, path: tuple[str | int, ...]) -> None:
    inner: object = table
    for step in path[:-1]:
        below = inner.get(step) if isinstance(inner, dict) else None
        if not isinstance(below, dict):
            break
        inner, path = below, path[1:]
    if isinstance(inner, dict):
        inner.pop(path[0], None)


def _in_words(file: TomlFile, model: type[BaseModel], detail: ErrorDetails) -> SettingError:
    path = detail["loc"]
    if detail["type"] == "extra_forbidden":
        hint = meant(model, path)
        problem = f"is not a setting ({hint})" if hint else "is not a setting"
        return file.error(_dotted(path), problem, ", ".join(keys_at(model, path[:-1])))
    if not (node := node_at(model, path)):  # a branch of a choice: speak of the key itself
        path = path[:-1]
        node = node_at(model, path)
    if detail["type"] == "missing":
        return file.error(_dotted(path), "is missing", allowed_text(node))
    return file.error(_dotted(path), f"is {_shown(detail['input'])}", allowed_text(node))


def _dotted(path: tuple[str | int, ...]) -> str:
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    text = json.dumps(value, default=str) if isinstance(value, (str, list, dict)) else str(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
