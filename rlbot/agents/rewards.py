"""What a step was worth. Pure scalar kernels over a small state row: interpreted live, compiled for training.

PPO: ln(E'/E) - lambda * increase of the episode's maximum drawdown; the penalty telescopes to lambda * MDD_T.
SAC: differential Sharpe ratio (Moody & Saffell 1998) - lambda * max(0, portfolio volatility - target).
Episodes are at most `episode_bars` long (the drawdown term is silent below an old maximum); the live path starts a new
one by the same counter.
"""

from __future__ import annotations

import math
from collections.abc import MutableSequence

# Layout of the state row, the same for both rewards.
STEP, EPISODE, TOTAL, PEAK, MDD, MEAN, SQUARE = range(7)
REWARD_STATE = 7
VARIANCE_FLOOR = 1e-8  # (1 bp a bar)^2: below it the differential Sharpe is numerically meaningless
SHARPE_CLIP = 10.0


def reset_reward(s: MutableSequence[float], equity: float, mean: float, square: float) -> None:
    """Begin an episode at `equity` (USD). `mean`, `square`: seeds of the return's first two moments (SAC)."""
    s[STEP] = 0.0
    s[TOTAL] = 0.0
    s[PEAK] = equity
    s[MDD] = 0.0
    s[MEAN] = mean
    s[SQUARE] = square


def drawdown_step(s: MutableSequence[float], before: float, after: float, penalty: float) -> float:
    """PPO's reward for a step from equity `before` to `after`. Bankruptcy counts as -100 % of what was left."""
    growth = after / before if before > 0.0 else 1.0
    growth = max(growth, 1e-6)
    s[PEAK] = max(s[PEAK], after)
    fall = 1.0 - after / s[PEAK] if s[PEAK] > 0.0 else 0.0
    increase = fall - s[MDD]
    increase = max(increase, 0.0)
    s[MDD] += increase
    return math.log(growth) - penalty * increase


def differential_sharpe(ret: float, mean: float, square: float, floor: float) -> float:
    """D = [B dA - A dB / 2] / (B - A^2)^(3/2) with dA = R - A, dB = R^2 - B; variance floored at `floor`."""
    variance = square - mean * mean
    variance = max(variance, floor)
    return (square * (ret - mean) - 0.5 * mean * (ret * ret - square)) / (variance * math.sqrt(variance))


def sharpe_step(
    s: MutableSequence[float], before: float, after: float, eta: float, penalty: float, vol_target: float, bars_per_year: float
) -> float:
    """SAC's reward. `eta`: rate of the moving moments; `vol_target`: annualised; scaled by eta to keep it near 1."""
    ret = after / before - 1.0 if before > 0.0 else 0.0
    sharpe = differential_sharpe(ret, s[MEAN], s[SQUARE], VARIANCE_FLOOR) * eta
    if sharpe > SHARPE_CLIP:
        sharpe = SHARPE_CLIP
    elif sharpe < -SHARPE_CLIP:
        sharpe = -SHARPE_CLIP
    s[MEAN] += eta * (ret - s[MEAN])
    s[SQUARE] += eta * (ret * ret - s[SQUARE])
    variance = s[SQUARE] - s[MEAN] * s[MEAN]
    vol = math.sqrt(variance * bars_per_year) if variance > 0.0 else 0.0
    excess = vol - vol_target
    return sharpe - penalty * excess if excess > 0.0 else sharpe


def close_step(
    s: MutableSequence[float], reward: float, equity: float, episode_bars: float, mean: float, square: float
) -> None:
    """Count the step; after `episode_bars` of them begin the next episode at `equity`."""
    s[STEP] += 1.0
    s[TOTAL] += reward
    if s[STEP] >= episode_bars:
        s[EPISODE] += 1.0
        reset_reward(s, equity, mean, square)
