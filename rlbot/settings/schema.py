"""JSON Schema of the settings, for the form in the dashboard and for editors."""

from __future__ import annotations

import copy
from typing import Any, Literal

from rlbot.settings.agent import AgentSettings
from rlbot.settings.allowed import schema_of
from rlbot.settings.checks import Known
from rlbot.settings.platform import Settings

Applies = Literal["now", "episode", "restart"]

# When a change to a section takes effect. Sections that are not named need a restart.
_APPLIES: dict[str, Applies] = {"limits": "now", "reward": "episode", "training": "episode"}


def applies(key: str) -> Applies:
    """When a change of the dotted `key` of an agent takes effect."""
    return _APPLIES.get(key.partition(".")[0], "restart")


def agent_schema(known: Known) -> dict[str, Any]:
    """Of `configs/agents/<id>.toml`; each section says in `x-applies` when its changes take effect. The id is no key."""
    schema = copy.deepcopy(schema_of(AgentSettings))
    del schema["properties"]["id"]
    schema["required"].remove("id")
    for name, node in schema["properties"].items():
        node["x-applies"] = applies(name)
    schema["properties"]["algorithm"]["examples"] = list(known.algorithms)
    if known.features:
        schema["$defs"]["FeatureSettings"]["properties"]["names"]["items"]["enum"] = list(known.features)
    return schema


def platform_schema() -> dict[str, Any]:
    """Of `configs/rlbot.toml`."""
    schema = copy.deepcopy(schema_of(Settings))
    del schema["properties"]["agents"]
    return schema
