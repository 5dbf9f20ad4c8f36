"""What would have to be different: the smallest change of one input that alters the action.

Each input is moved alone, both ways, over a grid of distances; between the last that keeps the action and the first that
alters it, bisection finds the border. What is reported has been run through the policy itself, one row, as a decision is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from rlbot.agents.policy import F32, Policy
from rlbot.market.normalizer import CLIP

DISTANCES = np.geomspace(0.05, 2.0 * CLIP, 12).astype(np.float32)  # in standard deviations
BISECTIONS = 14  # a grid step of at most 4 standard deviations shrinks to 2e-4


ActionsOf = Callable[[F32], NDArray[Any]]  # raw outputs [m, outputs] -> one number per row, equal for equal actions


class Flip(msgspec.Struct, frozen=True, gc=False):
    """Input `column` set to `value` (normalised) alters the action; `distance`: how far that is, standard deviations."""

    column: int
    value: float
    distance: float


def smallest_flips(policy: Policy, actions_of: ActionsOf, vector: F32, columns: Sequence[int]) -> list[Flip]:
    """The nearest flip of each of `columns` that has one, the smallest change first.

    `actions_of` reads raw outputs [m, outputs]. Only values the normalizer can give (within its cut-off) are tried.
    """
    alters = altering(policy, actions_of, vector)
    present = _action(policy, actions_of, vector)

    def altered(column: NDArray[Any], value: F32) -> NDArray[Any]:
        rows = np.repeat(vector[None, :], len(column), axis=0)
        rows[np.arange(len(column)), column] = value
        return np.asarray(actions_of(policy.outputs(rows)) != present)

    sides = np.repeat(np.asarray(columns, np.int64), 2)
    ways = np.tile(np.array([-1.0, 1.0], np.float32), len(columns))
    start = vector[sides]
    grid = np.clip(start[:, None] + ways[:, None] * DISTANCES, -CLIP, CLIP).astype(np.float32)
    flips = altered(np.repeat(sides, len(DISTANCES)), grid.ravel()).reshape(grid.shape)
    found = flips.any(axis=1)
    if not found.any():
        return []
    sides, start, grid, first = sides[found], start[found], grid[found], flips[found].argmax(axis=1)
    rows = np.arange(len(sides))
    far = grid[rows, first]
    near = np.where(first > 0, grid[rows, first - 1], start)
    for _ in range(BISECTIONS):
        middle = ((near + far) / 2).astype(np.float32)
        over = altered(sides, middle)
        far = np.where(over, middle, far)
        near = np.where(over, near, middle)
    nearest: dict[int, Flip] = {}
    for column, value, origin in zip(sides.tolist(), far.tolist(), start.tolist(), strict=True):
        flip = Flip(column, value, abs(value - origin))
        known = nearest.get(column)
        if (known is None or flip.distance < known.distance) and alters(column, value):
            nearest[column] = flip
    return sorted(nearest.values(), key=lambda flip: flip.distance)


def altering(policy: Policy, actions_of: ActionsOf, vector: F32) -> Callable[[int, float], bool]:
    """Whether the policy, run once more with one input of `vector` [n] set to another (normalised) value, acts otherwise."""
    present = _action(policy, actions_of, vector)
    changed = vector.copy()

    def alters(column: int, value: float) -> bool:
        changed[column] = value
        action = _action(policy, actions_of, changed)
        changed[column] = vector[column]
        return action != present

    return alters


def _action(policy: Policy, actions_of: ActionsOf, vector: F32) -> float:
    return float(actions_of(np.array([policy.output(vector)], np.float32))[0])
