"""Which version of a model may be used where: a market that was made up proves nothing about a real one."""

from __future__ import annotations

from rlbot.agents.fitting import misfit
from rlbot.agents.registry import Manifest, ModelRegistry
from rlbot.settings.agent import AgentSettings

SYNTHETIC_SOURCE = "synthetic market"  # how the manifest of a model trained there names its bars


def trained_on_synthetic(manifest: Manifest) -> bool:
    """Whether the model has only ever seen the synthetic market."""
    data = manifest.details.get("data")
    return isinstance(data, dict) and str(data.get("source", "")).startswith(SYNTHETIC_SOURCE)


def newest_suitable(registry: ModelRegistry, agent: AgentSettings, *, before_ns: int | None = None) -> str | None:
    """The deployed version, else the newest, that was trained on real bars for what the agent's file says now.

    `before_ns`: only on bars before it. Raises ModelError where a manifest is damaged.
    """
    current = registry.current(agent.id)
    names = ([current] if current else []) + [v for v in reversed(registry.versions(agent.id)) if v != current]
    for name in names:
        manifest = registry.manifest(agent.id, name)
        trained = manifest.details.get("settings")
        if trained_on_synthetic(manifest) or (isinstance(trained, dict) and misfit(trained, agent)):
            continue
        if before_ns is None or manifest.trained_to_ns < before_ns:
            return name
    return None
