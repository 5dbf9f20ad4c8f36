"""What would have to be different: the smallest change of one input that alters the action.

Each input is moved alone, both ways, over a grid of distances; between the last that keeps the action and the first that
alters it, bisection finds the border. What is reported has been run through the policy itself, one row, as a decision is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
import numpy as np

from rlbot.agents.policy import F32, Policy
from rlbot.market.normalizer import CLIP

DISTANCES = np.geomspace(0.05, 2.0 * CLIP, 12).astype(np.float32)  # in standard deviations
BISECTIONS = 14  # a grid step of at most 4 standard deviations shrinks to 2e-4


class Flip(msgspec.Struct, frozen=True, gc=False):
    """Input `column` set to `value` (normalised) alters the action; `distance`: how far that is, standard deviations."""

    column: int
    value: float
    distance: float


def smallest_flips(
    policy: Policy, action_of: Callable[[Sequence[float]], object], vector: F32, columns: Sequence[int]
) -> list[Flip]:
    """The nearest flip of each of `columns` that has one, the smallest change first.

    `action_of` reads a raw output. Only values the normalizer can give (within its cut-off) are tried.
    """
    present = action_of(policy.output(vector))

    def altered(column: np.ndarray, value: F32) -> np.ndarray:
        rows = np.repeat(vector[None, :], len(column), axis=0)
        rows[np.arange(len(column)), column] = value
        return np.array([action_of(output) != present for output in policy.outputs(rows).tolist()])

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
        if (known is None or flip.distance < known.distance) and _holds(policy, action_of, vector, flip, present):
            nearest[column] = flip
    return sorted(nearest.values(), key=lambda flip: flip.distance)


def _holds(policy: Policy, action_of: Callable[[Sequence[float]], object], vector: F32, flip: Flip, present: object) -> bool:
    changed = vector.copy()
    changed[flip.column] = flip.value
    return action_of(policy.output(changed)) != present
