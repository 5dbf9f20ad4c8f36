"""`policy.npz`: a trained network as plain arrays, which no version of torch can make unreadable.

`kind` ("ppo" or "sac"), then `w0, b0, w1, b1, …` (layout: `PolicyArrays`), and for the rationale `reference`, `median`
and `typical_distance`.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import numpy as np

from rlbot.agents.policy import F32, Kind, PolicyArrays

REFERENCES = 512  # training observations kept: enough for a nearest-neighbour distance, 80 KiB at 40 inputs


class PolicyFileError(ValueError):
    """A `policy.npz` that cannot be used; the message is a sentence for people."""


def save_policy(
    path: Path,
    kind: Kind,
    layers: Sequence[tuple[F32, F32]],
    *,
    reference: F32 | None = None,
) -> None:
    """Write `policy.npz`. `reference`: training observations [m, n]; every (m/512)th is kept, medians are over all of them."""
    arrays: dict[str, np.ndarray] = {"kind": np.array(kind)}
    for i, (weights, biases) in enumerate(layers):
        arrays[f"w{i}"] = np.asarray(weights, np.float32)
        arrays[f"b{i}"] = np.asarray(biases, np.float32)
    if reference is not None and len(reference):
        kept = reference[np.linspace(0, len(reference) - 1, min(len(reference), REFERENCES)).round().astype(int)]
        arrays["median"] = np.median(reference, axis=0).astype(np.float32)
        arrays["reference"] = np.asarray(kept, np.float32)
        arrays["typical_distance"] = np.array(typical_distance(kept))
    with path.open("wb") as file:
        np.savez(file, allow_pickle=False, **arrays)


def typical_distance(points: F32) -> float:
    """Median distance to the nearest other point; 1 where there is none."""
    if len(points) < 2:
        return 1.0
    x = np.asarray(points, np.float64)
    squares = (x * x).sum(axis=1)
    between = np.maximum(squares[:, None] + squares[None, :] - 2.0 * x @ x.T, 0.0)
    np.fill_diagonal(between, np.inf)
    return float(np.sqrt(np.median(between.min(axis=1)))) or 1.0


def load_policy(path: Path) -> PolicyArrays:
    """Read `policy.npz`. Raises PolicyFileError with one sentence for whatever is wrong with it."""
    try:
        with np.load(BytesIO(path.read_bytes()), allow_pickle=False) as file:
            held = {name: file[name] for name in file.files}
    except FileNotFoundError:
        raise PolicyFileError(f"{path} does not exist.") from None
    except Exception as error:  # noqa: BLE001 - zipfile, zlib and numpy raise many kinds for a damaged file
        raise PolicyFileError(f"{path} is damaged ({type(error).__name__}).") from None
    kind = str(held.get("kind", ""))
    if kind not in ("ppo", "sac"):
        raise PolicyFileError(f"{path} does not say whether it is a ppo or a sac policy.")
    layers: list[tuple[F32, F32]] = []
    while f"w{len(layers)}" in held:
        i = len(layers)
        weights, biases = held[f"w{i}"], held.get(f"b{i}")
        _check_layer(path, i, weights, biases, layers[-1][0].shape[0] if layers else None)
        layers.append((np.asarray(weights, np.float32), np.asarray(biases, np.float32)))
    if len(layers) < 2 or (kind == "sac" and layers[-1][0].shape[0] != 2):
        raise PolicyFileError(f"{path} holds no complete {kind} network: layers are missing.")
    inputs = layers[0][0].shape[1]
    return PolicyArrays(
        kind="ppo" if kind == "ppo" else "sac",
        layers=tuple(layers),
        median=np.asarray(held.get("median", np.zeros(inputs)), np.float32),
        reference=np.asarray(held.get("reference", np.zeros((0, inputs))), np.float32),
        typical_distance=float(held.get("typical_distance", 1.0)),
    )


def _check_layer(path: Path, i: int, weights: np.ndarray, biases: np.ndarray | None, inputs: int | None) -> None:
    fits = weights.ndim == 2 and biases is not None and biases.shape == weights.shape[:1]
    if not fits or (inputs is not None and weights.shape[1] != inputs):
        raise PolicyFileError(f"{path}: layer {i} does not fit its neighbours.")
    if not (np.isfinite(weights).all() and biases is not None and np.isfinite(biases).all()):
        raise PolicyFileError(f"{path}: layer {i} holds numbers that are not finite.")
