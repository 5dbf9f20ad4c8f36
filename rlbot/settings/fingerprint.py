"""Which settings a run was begun with, as a short hash, and which keys differ between two of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import blake2b
from typing import Any

from rlbot.settings.platform import Settings

# Where the page is served, how much is logged, how fast bars are replayed, in which process an agent thinks, by which way the
# gateway is reached, when an order for the open leaves, what a person holds: none of it changes a decision or a fill that was,
# and mending it must not cost a paper run its positions.
_WAY = {
    "gateway_host",
    "gateway_port",
    "client_id",
    "mqtt_host",
    "mqtt_port",
    "mqtt_tls",
    "gateway_restart",
    "order_confirm_s",
    "reconcile_s",
    "open_lead_min",
}
_WITHOUT_CONSEQUENCE: dict[str, Any] = {
    "web": True,
    "logs": True,
    "state": True,
    "simulate": True,
    "account": {"manual"},
    "bridge": _WAY,
    "agents": {"__all__": {"runner", "deadline_s"}},
}


def settings_json(settings: Settings) -> str:
    """What matters for decisions and fills, as canonical JSON."""
    return json.dumps(settings.model_dump(mode="json", exclude=_WITHOUT_CONSEQUENCE), sort_keys=True, separators=(",", ":"))


def settings_hash(text: str) -> str:
    """16 hex digits of `settings_json`."""
    return blake2b(text.encode(), digest_size=8).hexdigest()


def differing_keys(before: str, after: str) -> list[str]:
    """Dotted keys whose values differ between two `settings_json`, such as `ppo_stock.limits.stop_loss`.

    An agent that only one of them has is named as a whole: `ppo_stock (added)`, `ppo_stock (removed)`.
    """
    old_settings, new_settings = json.loads(before), json.loads(after)
    old_ids, new_ids = _ids(old_settings), _ids(new_settings)
    whole = [f"{name} (added)" for name in sorted(new_ids - old_ids)] + [
        f"{name} (removed)" for name in sorted(old_ids - new_ids)
    ]
    old, new = dict(_leaves("", old_settings)), dict(_leaves("", new_settings))
    way = {f"bridge.{key}" for key in _WAY}  # runs begun by earlier versions name it, and what a person holds
    matter = {key for key in (old.keys() | new.keys()) - way if not key.startswith("account.manual.")}
    changed = sorted(key for key in matter if old.get(key) != new.get(key))
    return whole + [key for key in changed if key.partition(".")[0] not in old_ids ^ new_ids]


def _ids(settings: dict[str, Any]) -> set[str]:
    return {agent["id"] for agent in settings.get("agents", ())}


def _leaves(prefix: str, value: Any) -> Iterator[tuple[str, object]]:
    if prefix == "agents":
        for agent in value:
            yield from _leaves(agent["id"], agent)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(f"{prefix}.{key}" if prefix else key, inner)
    else:
        yield prefix, value
