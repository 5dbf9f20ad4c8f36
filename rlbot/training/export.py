"""From the algorithm's zip to plain arrays: the network that decides, without torch."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from rlbot.agents.policy import Kind

F32 = NDArray[np.float32]
Layers = list[tuple[F32, F32]]

# Where SB3 keeps the layers that decide; the last tuple becomes the rows of the output layer.
HIDDEN = {
    "ppo": ("mlp_extractor.policy_net.0", "mlp_extractor.policy_net.2"),
    "sac": ("actor.latent_pi.0", "actor.latent_pi.2"),
}
OUTPUT = {"ppo": ("action_net",), "sac": ("actor.mu", "actor.log_std")}


class ExportError(ValueError):
    """A zip that holds no policy of ours; the message is a sentence for people."""


def layers_of(path: Path, kind: Kind) -> Layers:
    """(weights [outputs, inputs], biases [outputs]) per layer out of an SB3 zip. Raises ExportError."""
    try:
        with zipfile.ZipFile(path) as archive:
            state = torch.load(io.BytesIO(archive.read("policy.pth")), map_location="cpu", weights_only=True)
    except Exception as error:  # noqa: BLE001 - zipfile, zlib, pickle and torch raise many kinds for a damaged file
        raise ExportError(f"{path} is no stable-baselines3 model ({type(error).__name__}); train it again.") from None
    try:
        layers = [(_array(state[f"{name}.weight"]), _array(state[f"{name}.bias"])) for name in HIDDEN[kind]]
        weights = np.vstack([_array(state[f"{name}.weight"]) for name in OUTPUT[kind]])
        biases = np.concatenate([_array(state[f"{name}.bias"]) for name in OUTPUT[kind]])
    except KeyError as missing:
        raise ExportError(f"{path} holds no {kind} policy with two hidden layers ({missing} is missing).") from None
    return [*layers, (weights, biases)]


def _array(tensor: torch.Tensor) -> F32:
    return np.ascontiguousarray(tensor.detach().numpy(), np.float32)
