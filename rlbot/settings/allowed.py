"""What a key may hold, in words, read off the model itself; and which key was probably meant."""

from __future__ import annotations

import difflib
from functools import cache
from typing import Any

from pydantic import BaseModel

Node = dict[str, Any]

_TYPES = {"number": "a number", "integer": "a whole number", "string": 'text in "quotes"', "boolean": "true or false"}
_BOUNDS = {
    "exclusiveMinimum": "above {:g}",
    "minimum": "from {:g}",
    "exclusiveMaximum": "below {:g}",
    "maximum": "up to {:g}",
}
_PATTERNS = {
    "^[A-Z0-9.^ ]{1,16}$": "a symbol in capitals, such as AAPL",
    "^(([01][0-9]|2[0-3]):[0-5][0-9])?$": 'a time of day in New York in "quotes", such as "23:45", or ""',
    "^[a-z][a-z0-9_]{0,19}$": "a file name of small letters, digits and _, at most 20, such as ppo_stock.toml",
}


@cache
def schema_of(model: type[BaseModel]) -> Node:
    """The model's JSON Schema. Made once: about a millisecond."""
    return model.model_json_schema()


def node_at(model: type[BaseModel], path: tuple[str | int, ...]) -> Node:
    """The schema of the key at `path`; empty where there is none."""
    root = schema_of(model)
    node: Node = root
    for step in path:
        node = _resolved(root, node)
        inner: Node | None = None
        if isinstance(step, int):
            inner = next(iter(node.get("prefixItems", ())), None) or node.get("items")
        else:
            inner = node.get("properties", {}).get(step)
            if inner is None and isinstance(node.get("additionalProperties"), dict):
                inner = node["additionalProperties"]
        if inner is None:
            return {}
        node = inner
    return _resolved(root, node)


def allowed_text(node: Node) -> str:
    """`a number above 0 and up to 1`."""
    if "anyOf" in node:
        texts = [allowed_text(choice) for choice in node["anyOf"] if choice.get("type") != "null"]
        return " or ".join(dict.fromkeys(texts))
    if "const" in node:
        return _shown(node["const"])
    if "enum" in node:
        return ", ".join(_shown(value) for value in node["enum"])
    if "pattern" in node:
        return _PATTERNS.get(node["pattern"], f"text that matches {node['pattern']}")
    if node.get("type") == "array":
        return _array_text(node)
    if node.get("type") == "object":
        return "a section of its own: [name] and its keys below"
    bounds = [words.format(float(node[name])) for name, words in _BOUNDS.items() if name in node]
    return " ".join([_TYPES.get(node.get("type", ""), "another value"), ", ".join(bounds)]).strip()


def meant(model: type[BaseModel], path: tuple[str | int, ...]) -> str:
    """Of an unknown key: the nearest known one, or the section it belongs to; empty if neither is near."""
    *parents, key = path
    sections = {name: _resolved(schema_of(model), node) for name, node in schema_of(model).get("properties", {}).items()}
    homes = [name for name, node in sections.items() if key in node.get("properties", {})]
    if homes:
        return f"it belongs in [{homes[0]}]"
    close = difflib.get_close_matches(str(key), keys_at(model, tuple(parents)), n=1)
    return f"did you mean {close[0]}?" if close else ""


def keys_at(model: type[BaseModel], path: tuple[str | int, ...]) -> list[str]:
    """The keys a section may hold, as a user sees them."""
    return [name for name in node_at(model, path).get("properties", {}) if name not in {"id", "agents"}]


def _array_text(node: Node) -> str:
    inner = node.get("prefixItems") or [node.get("items", {})]
    count = f"{node['minItems']} values" if node.get("minItems") == node.get("maxItems") and "minItems" in node else "values"
    return f"a list of {count} in [brackets], each {allowed_text(inner[0])}"


def _resolved(root: Node, node: Node) -> Node:
    while "$ref" in node:
        node = root["$defs"][node["$ref"].rpartition("/")[2]]
    options = [option for option in node.get("anyOf", ()) if option.get("type") != "null"]
    return _resolved(root, options[0]) if len(options) == 1 and "anyOf" in node else node


def _shown(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)
