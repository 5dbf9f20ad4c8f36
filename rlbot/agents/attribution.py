"""Integrated gradients (Sundararajan 2017) of a tanh network, exact to rounding, in one batched pass.

Gauss-Legendre quadrature of a smooth function converges geometrically: 50 nodes leave about 1e-13 on a [64, 64] tanh
network. Where a network is so steep that they do not, that piece of the path is cut in halves until they do.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np

from rlbot.agents.policy import F64, PolicyArrays, product

NODES, NODE_WEIGHTS = (np.asarray(a, np.float64) for a in np.polynomial.legendre.leggauss(50))
TOLERANCE = 1e-10  # of the change of output; far below what is promised (1e-3), far above rounding
MOST_HALVINGS = 16
ROUNDING = 1e-13  # of the output: a piece this exact cannot be made better by halving
MOST_PIECES = 512  # at once; a network as jagged as that is not worth more time
SMALLEST_CHANGE = 1e-6  # changes below this count as this much, so that rounding is not read as error


class Attribution(msgspec.Struct, frozen=True, gc=False):
    """`parts` float64 [n] add up to `value - baseline_value` but for `error`, which is relative to that change."""

    parts: F64
    value: float
    baseline_value: float
    error: float


class SmoothNetwork:
    """The policy's layers in float64, with the gradient of a linear combination of its outputs."""

    def __init__(self, arrays: PolicyArrays) -> None:
        self._layers = [(np.asarray(w, np.float64), np.asarray(b, np.float64)) for w, b in arrays.layers]

    def outputs(self, points: F64) -> F64:
        """[m, n] -> [m, outputs]."""
        x = points
        for weights, biases in self._layers[:-1]:
            x = np.tanh(product(x, weights.T) + biases)
        weights, biases = self._layers[-1]
        return product(x, weights.T) + biases

    def gradients(self, points: F64, contrast: F64) -> F64:
        """d(contrast . output)/dx at each of `points` [m, n]; `contrast` [outputs]."""
        hidden = []
        x = points
        for weights, biases in self._layers[:-1]:
            x = np.tanh(product(x, weights.T) + biases)
            hidden.append(x)
        flow = np.broadcast_to(contrast @ self._layers[-1][0], hidden[-1].shape)
        for (weights, _), activation in zip(reversed(self._layers[:-1]), reversed(hidden), strict=True):
            flow = product(flow * (1.0 - activation * activation), weights)
        return np.asarray(flow)


def integrated_gradients(network: SmoothNetwork, point: F64, baseline: F64, contrast: Sequence[float]) -> Attribution:
    """How each input moved `contrast . output` on the straight way from `baseline` [n] to `point` [n].

    Pieces of the way whose own sum misses their own change of output are halved, the others are done.
    """
    c = np.asarray(contrast, np.float64)
    way = point - baseline
    at_baseline, at_point = (float(v) for v in network.outputs(np.stack([baseline, point])) @ c)
    scale = max(abs(at_point - at_baseline), SMALLEST_CHANGE)
    exact = TOLERANCE * scale + ROUNDING * (1.0 + abs(at_point) + abs(at_baseline))
    parts = np.zeros_like(way)
    starts, width = np.zeros(1), 1.0
    for halving in range(MOST_HALVINGS + 1):
        where = starts[:, None] + (NODES + 1.0) * (width / 2.0)
        slopes = network.gradients(baseline + where.reshape(-1, 1) * way, c).reshape(len(starts), len(NODES), -1)
        pieces = np.einsum("k,skn->sn", NODE_WEIGHTS * (width / 2.0), slopes) * way
        if halving == MOST_HALVINGS or len(starts) > MOST_PIECES:
            parts += pieces.sum(axis=0)
            break
        ends = network.outputs(baseline + np.stack([starts, starts + width], axis=1).reshape(-1, 1) * way) @ c
        missed = np.abs(pieces.sum(axis=1) - (ends[1::2] - ends[::2])) > exact
        parts += pieces[~missed].sum(axis=0)
        if not missed.any():
            break
        width /= 2.0
        starts = (starts[missed][:, None] + np.array([0.0, width])).ravel()
    return Attribution(parts, at_point, at_baseline, abs(float(parts.sum()) - (at_point - at_baseline)) / scale)
