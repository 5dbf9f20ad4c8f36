"""The network, in NumPy: what the live process runs instead of torch. `policy_file.py` reads and writes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Kind = Literal["ppo", "sac"]
F32 = NDArray[np.float32]
F64 = NDArray[np.float64]
Product = Callable[[F32, F32], object]  # matrix.dot(vector, out)

tanh = np.tanh


@dataclass(frozen=True, slots=True)
class PolicyArrays:
    """A tanh multilayer perceptron and what explains it.

    `layers`: (weights [outputs, inputs], biases [outputs]) per layer as torch stores them, the last one linear: PPO one logit
    per target weight, SAC two rows, the mean before tanh and the logarithm of the standard deviation.
    `median` [n], `reference` [k <= 512, n]: training observations' column medians and some of them;
    `typical_distance`: median distance of a training observation to its nearest neighbour.
    """

    kind: Kind
    layers: tuple[tuple[F32, F32], ...]
    median: F32
    reference: F32 = field(default_factory=lambda: np.zeros((0, 0), np.float32))
    typical_distance: float = 1.0

    @property
    def inputs(self) -> int:
        """Length of the observation."""
        return int(self.layers[0][0].shape[1])

    @property
    def outputs(self) -> int:
        """Length of the output."""
        return int(self.layers[-1][0].shape[0])


class Policy:
    """One-row forward pass, float32, in place: nothing is allocated but the answer.

    Biases are folded into the weights (a constant 1 ends each input), which saves a NumPy call a layer; `matrix @ vector`
    measured faster than `vector @ matrix` (3.3 against 4.6 µs at 40 inputs, [64, 64]), and the method `matrix.dot` faster than
    `np.dot` (2.1 µs), which asks first whether somebody overrides it.
    """

    __slots__ = ("_hidden", "_input", "_last", "_last_source", "_out", "arrays")

    def __init__(self, arrays: PolicyArrays) -> None:
        self.arrays = arrays
        source = np.ones(arrays.inputs + 1, np.float32)
        self._input = source[:-1]
        hidden: list[tuple[Product, F32, F32]] = []
        for weights, biases in arrays.layers[:-1]:
            activation = np.ones(len(biases) + 1, np.float32)
            hidden.append((_folded(weights, biases).dot, source, activation[:-1]))
            source = activation
        self._hidden = tuple(hidden)
        self._last: Product = _folded(*arrays.layers[-1]).dot
        self._last_source = source
        self._out = np.zeros(arrays.outputs, np.float32)

    def output(self, vector: F32) -> list[float]:
        """Logits (PPO), or mean before tanh and log standard deviation (SAC), for one observation [n]."""
        self._input[:] = vector
        for times, source, activation in self._hidden:
            times(source, activation)
            tanh(activation, activation)
        self._last(self._last_source, self._out)
        answer: list[float] = self._out.tolist()
        return answer

    def outputs(self, vectors: F32) -> F32:
        """The same for many observations [m, n] at once: [m, outputs]. Last digits may differ from `output`."""
        x = vectors
        for weights, biases in self.arrays.layers[:-1]:
            x = np.tanh(product(x, weights.T) + biases)
        weights, biases = self.arrays.layers[-1]
        return np.asarray(product(x, weights.T) + biases, np.float32)


def product(rows: NDArray[Any], matrix: NDArray[Any]) -> NDArray[Any]:
    """rows [m, a] @ matrix [a, b], in blocks small enough that BLAS stays on this thread.

    Waking BLAS threads for so little costs 20 ms where the cores are busy (1 ms without them); OpenBLAS does it from
    m * a * b = 131,072 on.
    """
    step = max(1, 131_072 // (matrix.shape[0] * matrix.shape[1]))
    if len(rows) <= step:
        return np.asarray(rows @ matrix)
    out = np.empty((len(rows), matrix.shape[1]), rows.dtype)
    for first in range(0, len(rows), step):
        np.matmul(rows[first : first + step], matrix, out=out[first : first + step])
    return out


def _folded(weights: F32, biases: F32) -> F32:
    return np.ascontiguousarray(np.hstack([weights, biases[:, None]]), np.float32)
