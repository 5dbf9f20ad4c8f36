"""The spaces of the environments: one definition for the single one and the batch."""

from __future__ import annotations

import numpy as np
from gymnasium import spaces

from rlbot.agents.ppo_agent import ACTIONS
from rlbot.training.world import World

BOUND = 1e9  # far beyond any normalised input: finite, so that checkers can sample the space


def observation_space(world: World) -> spaces.Box:
    """float32 [n]."""
    return spaces.Box(-BOUND, BOUND, (world.observation_size,), np.float32)


def action_space(world: World) -> spaces.Discrete | spaces.Box:
    """Five target weights, or one number in -1..1 that `sac_agent.weight_of` makes a weight."""
    return spaces.Box(-1.0, 1.0, (1,), np.float32) if world.continuous else spaces.Discrete(ACTIONS)
