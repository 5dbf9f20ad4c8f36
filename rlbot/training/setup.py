"""An agent's settings as the environment's setup vector."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rlbot.agents.learned import weight_range
from rlbot.agents.reward_meter import moment_seeds
from rlbot.execution.cost_schedule import cost_plan
from rlbot.market.features.feature import BARS_PER_YEAR as YEARLY
from rlbot.risk.limits import agent_limits
from rlbot.settings.agent import AgentSettings
from rlbot.training import batch_kernel as b
from rlbot.training.step_kernel import PARAMS


def setup_vector(settings: AgentSettings, *, reward_scale: float = 1.0) -> NDArray[np.float64]:
    """float64 [SETUP] for random training episodes; `World.sequential` makes evaluation of it.

    An episode has between half of `episode_bars` and all of them. An agent that is not SAC trades like PPO's.
    """
    reward, limits = settings.reward, settings.limits
    continuous = settings.algorithm == "sac"
    setup = np.zeros(b.SETUP)
    setup[:PARAMS] = (*cost_plan(settings.costs).params(), *agent_limits(limits).params())
    setup[b.CONTINUOUS] = 1.0 if continuous else 0.0
    setup[b.PENALTY] = reward.volatility_penalty if continuous else reward.drawdown_penalty
    setup[b.SHARPE_RATE] = reward.sharpe_rate
    setup[b.VOL_TARGET] = reward.volatility_target
    setup[b.BARS_PER_YEAR] = YEARLY[settings.interval]
    setup[b.EPISODE_BARS] = reward.episode_bars
    setup[b.SEED_MEAN], setup[b.SEED_SQUARE] = moment_seeds(reward, settings.interval)
    setup[b.BUDGET] = settings.budget
    setup[b.SHORTEST] = max(reward.episode_bars // 2, 1)
    setup[b.LONGEST] = reward.episode_bars
    setup[b.COST_LOW], setup[b.COST_HIGH] = settings.training.cost_range
    setup[b.AUTO_RESET] = 1.0
    setup[b.REWARD_SCALE] = reward_scale
    setup[b.ACTION_LOW], setup[b.ACTION_HIGH] = weight_range(limits)
    setup[b.HALT_DRAWDOWN] = limits.max_drawdown or 0.0
    return setup
