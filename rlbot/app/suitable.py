"""Which version of a model may be used where: a market that was made up proves nothing about a real one."""

from __future__ import annotations

from rlbot.agents.registry import Manifest, ModelRegistry

SYNTHETIC_SOURCE = "synthetic market"  # how the manifest of a model trained there names its bars


def trained_on_synthetic(manifest: Manifest) -> bool:
    """Whether the model has only ever seen the synthetic market."""
    data = manifest.details.get("data")
    return isinstance(data, dict) and str(data.get("source", "")).startswith(SYNTHETIC_SOURCE)


def newest_suitable(registry: ModelRegistry, agent_id: str, *, before_ns: int | None = None) -> str | None:
    """The deployed version, else the newest, that was trained on real bars; if asked, only on bars before `before_ns`.

    Raises ModelError where a manifest is damaged.
    """
    current = registry.current(agent_id)
    names = ([current] if current else []) + [v for v in reversed(registry.versions(agent_id)) if v != current]
    for name in names:
        manifest = registry.manifest(agent_id, name)
        if not trained_on_synthetic(manifest) and (before_ns is None or manifest.trained_to_ns < before_ns):
            return name
    return None
