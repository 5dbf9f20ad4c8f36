"""What a version needs to decide: the policy's arrays and the normalizer it was trained with, in one folder.

Training writes them into a registry draft; the live process reads them back. Beside them lie the algorithm's zip, from
which they were exported, and `report.json`.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from rlbot.agents.policy import F32, Kind, PolicyArrays
from rlbot.agents.policy_file import PolicyFileError, load_policy, save_policy
from rlbot.agents.registry import POLICY, ModelError, ModelRegistry
from rlbot.market.normalizer import Normalizer, NormalizerState

NORMALIZER = "normalizer.json"


class VersionFiles(msgspec.Struct, frozen=True):
    """A version in memory."""

    version: str
    arrays: PolicyArrays
    normalizer: NormalizerState
    trained: dict[str, Any] = {}  # the agent's settings it was trained with; empty where nobody wrote them down


def write_version_files(
    folder: Path, kind: Kind, layers: Sequence[tuple[F32, F32]], normalizer: Normalizer, reference: F32
) -> None:
    """Write `policy.npz` and `normalizer.json`. `reference`: the training observations, float32 [m, n]."""
    save_policy(folder / POLICY, kind, layers, reference=reference)
    (folder / NORMALIZER).write_bytes(msgspec.json.encode(normalizer.state()))


def read_version_files(registry: ModelRegistry, agent_id: str, version: str) -> VersionFiles:
    """Read one version, every file checked against its manifest. Raises ModelError, a sentence with the way out."""
    folder, manifest = registry.open(agent_id, version)
    way_out = registry.way_out(agent_id, version)
    for name in manifest.files:
        if name.endswith(".zip") and not zipfile.is_zipfile(folder / name):
            raise ModelError(f"{folder / name} is no readable zip. {way_out}")
    try:
        arrays = load_policy(folder / POLICY)
    except PolicyFileError as error:
        raise ModelError(f"{error} {way_out}") from None
    path = folder / NORMALIZER
    try:
        normalizer = msgspec.json.decode(path.read_bytes(), type=NormalizerState)
        Normalizer.restored(normalizer)
    except (OSError, ValueError, UnicodeDecodeError) as error:
        raise ModelError(f"{path} cannot be used ({error}). {way_out}") from None
    trained = manifest.details.get("settings")
    return VersionFiles(version, arrays, normalizer, trained if isinstance(trained, dict) else {})
