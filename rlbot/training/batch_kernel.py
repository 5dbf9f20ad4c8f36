"""One step of N accounts: the loop that training runs, over the kernels that everything shares.

Plain Python over NumPy arrays: `compiled.py` compiles it, and the tests run both. Decide at the close of bar t, carry
through bar t + 1, reward, look at the close of t + 1. A finished account starts again in the same call.

`bars` float64 [T, BAR_COLUMNS], `rows` float32 [T, M] (the market part of the observation), `setup` float64 [SETUP],
`table` int64 (`start_table.py`), `state` float64 [N, STATE], `actions` float64 [N]; written: `obs` float32 [N, M + OWN_SIZE],
`rewards` float32 [N], `dones` bool [N], `last` float32 [N, M + OWN_SIZE] and `ended` float64 [N, ENDED], of which the first
(returned count) rows describe the accounts that finished.
"""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from rlbot.agents.own_history import OWN_STATE, own_decision, own_features, own_session_end, reset_own
from rlbot.agents.ppo_agent import weight_of as ppo_weight
from rlbot.agents.rewards import REWARD_STATE, close_step, drawdown_step, reset_reward, sharpe_step
from rlbot.agents.sac_agent import weight_of as sac_weight
from rlbot.portfolio.positions import unrealised_return
from rlbot.training.step_kernel import (
    ACCOUNT,
    AVG_COST,
    CLOSE,
    EQUITY_NOW,
    PARAMS,
    SESSION_END,
    SHARES,
    advance,
    decide,
    reset_account,
)

Array = NDArray[Any]
Row = Any  # a row of an array; to the scalar kernels a mutable sequence of floats

# The setup vector begins with the parameters of `step_kernel`.
(
    CONTINUOUS,  # 0: five target weights and the drawdown reward (PPO); 1: one weight and the Sharpe reward (SAC)
    PENALTY,
    SHARPE_RATE,
    VOL_TARGET,
    BARS_PER_YEAR,
    EPISODE_BARS,  # the reward's episode
    SEED_MEAN,
    SEED_SQUARE,
    BUDGET,
    SHORTEST,  # an account's episode has SHORTEST..LONGEST steps
    LONGEST,
    COST_LOW,
    COST_HIGH,
    AUTO_RESET,
    REWARD_SCALE,
    ACTION_LOW,  # weights of the lowest and the highest action
    ACTION_HIGH,
    HALT_DRAWDOWN,  # an account this far below its episode's highest equity is halted: the episode ends; 0 is off
) = range(PARAMS, PARAMS + 18)
SETUP = PARAMS + 18

# A state row: account, own history, reward, then the episode.
OWN = ACCOUNT
REWARD = OWN + OWN_STATE
BAR = REWARD + REWARD_STATE
LAST_BAR, STEPS, RETURN, HIGHEST, RANDOM = BAR + 1, BAR + 2, BAR + 3, BAR + 4, BAR + 5
STATE = RANDOM + 1

INDEX, ENDED_RETURN, ENDED_STEPS, TRUNCATED = range(4)
ENDED = 4

WORD = 0xFFFFFFFF


def next_uniform(s: Row) -> float:
    """The next number in [0, 1) of the account's own xorshift32 (Marsaglia 2003): 32 bits are exact in a float64 cell."""
    x = int(s[RANDOM])
    x ^= (x << 13) & WORD
    x ^= x >> 17
    x ^= (x << 5) & WORD
    s[RANDOM] = float(x)
    return x / 4294967296.0


def begin_episode(s: Row, setup: Row, bars: Row, table: Array) -> None:
    """Start an account over: a stratum, a bar in it, a length, a cost factor, each drawn evenly."""
    strata = table[0]
    stratum = int(next_uniform(s) * strata)
    first = table[1 + stratum]
    start = table[first + int(next_uniform(s) * (table[2 + stratum] - first))]
    shortest = int(setup[SHORTEST])
    length = shortest + int(next_uniform(s) * (int(setup[LONGEST]) - shortest + 1))
    factor = setup[COST_LOW] + (setup[COST_HIGH] - setup[COST_LOW]) * next_uniform(s)
    end = start + length
    end = min(end, bars.shape[0] - 1)
    s[BAR] = float(start)
    s[LAST_BAR] = float(end)
    s[STEPS] = 0.0
    s[RETURN] = 0.0
    s[HIGHEST] = setup[BUDGET]
    own = s[OWN:REWARD]
    reset_account(s[:OWN], setup[BUDGET], factor)
    reset_own(own, setup[BUDGET])
    if bars[start, SESSION_END] != 0.0:
        own_session_end(own, setup[BUDGET])
    s[REWARD] = 0.0
    s[REWARD + 1] = 0.0
    reset_reward(s[REWARD:BAR], setup[BUDGET], setup[SEED_MEAN], setup[SEED_SQUARE])


def observe(s: Row, bars: Row, rows: Row, out: Row) -> None:
    """Write what the agent may know at the account's bar: the market's row, then its own history."""
    t = int(s[BAR])
    market = rows.shape[1]
    for k in range(market):  # a slice assignment costs ten times as much when compiled
        out[k] = rows[t, k]
    equity = s[EQUITY_NOW]
    shares = s[SHARES]
    close = bars[t, CLOSE]
    weight = shares * close / equity if equity > 0.0 else 0.0
    unrealised = unrealised_return(shares, s[AVG_COST], close)
    own_features(s[OWN:REWARD], out, market, weight, unrealised, equity)


def step_account(s: Row, setup: Row, bars: Row, action: float) -> float:
    """Decide at the account's bar, go on to the next one; returns the reward."""
    t = int(s[BAR])
    if t + 1 >= bars.shape[0]:  # stepped on after its end without a reset: there is nothing to trade
        return 0.0
    if setup[CONTINUOUS] > 0.0:
        weight = sac_weight(action, setup[ACTION_LOW], setup[ACTION_HIGH])
    else:
        weight = ppo_weight(action, setup[ACTION_LOW], setup[ACTION_HIGH])
    account = s[:OWN]
    own = s[OWN:REWARD]
    reward_state = s[REWARD:BAR]
    before = account[EQUITY_NOW]
    own_decision(own, weight)
    decide(account, setup, bars[t], weight)
    after = advance(account, own, setup, bars[t + 1], bars[t])
    if setup[CONTINUOUS] > 0.0:
        reward = sharpe_step(
            reward_state, before, after, setup[SHARPE_RATE], setup[PENALTY], setup[VOL_TARGET], setup[BARS_PER_YEAR]
        )
    else:
        reward = drawdown_step(reward_state, before, after, setup[PENALTY])
    close_step(reward_state, reward, after, setup[EPISODE_BARS], setup[SEED_MEAN], setup[SEED_SQUARE])
    s[BAR] = float(t + 1)
    s[STEPS] += 1.0
    s[RETURN] += reward
    s[HIGHEST] = max(s[HIGHEST], after)
    return reward


def is_over(s: Row, setup: Row) -> bool:
    """Whether nothing is left, or the account's own drawdown limit would have halted it."""
    equity = s[EQUITY_NOW]
    if equity <= 0.0:
        return True
    return bool(setup[HALT_DRAWDOWN] > 0.0 and equity <= s[HIGHEST] * (1.0 - setup[HALT_DRAWDOWN]))


def reset_batch(bars: Row, rows: Row, setup: Row, table: Array, state: Array, obs: Row) -> None:
    """Begin an episode in every account and write its first observation."""
    for i in range(state.shape[0]):
        begin_episode(state[i], setup, bars, table)
        observe(state[i], bars, rows, obs[i])


def step_batch(
    bars: Row,
    rows: Row,
    setup: Row,
    table: Array,
    state: Array,
    actions: Row,
    obs: Row,
    rewards: Row,
    dones: Row,
    last: Array,
    ended: Array,
) -> int:
    """One step of every account; returns how many finished."""
    count = 0
    for i in range(state.shape[0]):
        s = state[i]
        rewards[i] = step_account(s, setup, bars, actions[i]) * setup[REWARD_SCALE]
        observe(s, bars, rows, obs[i])
        over = is_over(s, setup)
        done = over or s[BAR] >= s[LAST_BAR]
        dones[i] = done
        if done:
            ended[count, INDEX] = i
            ended[count, ENDED_RETURN] = s[RETURN]
            ended[count, ENDED_STEPS] = s[STEPS]
            ended[count, TRUNCATED] = 0.0 if over else 1.0
            for k in range(obs.shape[1]):
                last[count, k] = obs[i, k]
            count += 1
            if setup[AUTO_RESET] > 0.0:
                begin_episode(s, setup, bars, table)
                observe(s, bars, rows, obs[i])
    return count
