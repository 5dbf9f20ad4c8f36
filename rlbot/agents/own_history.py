"""What an agent sees of itself: its recent decisions, and its performance over the last 21 sessions.

Pure scalar kernels over one state row: interpreted live (a list), compiled for training (a row of an array). Performance
comes from the sub-ledger's equity and fills, never from what the agent believes it did.
"""

from __future__ import annotations

import math
from collections.abc import MutableSequence

WINDOW = 21  # sessions in a month
TARGETS = 4

# Layout of the state row.
COUNT, HEAD = 0, 1
TARGET = 2  # the last TARGETS target weights, newest first
SUM_RETURN, SUM_SQUARE, SUM_TURNOVER, SUM_COST = 6, 7, 8, 9
DAY_TURNOVER, DAY_COST, LAST_EQUITY = 10, 11, 12
EQUITY = 13
RETURN = EQUITY + WINDOW
TURNOVER = RETURN + WINDOW
COST = TURNOVER + WINDOW
HIGHEST = COST + WINDOW  # highest session close of the window
OWN_STATE = HIGHEST + 1

OWN_FEATURES = (
    "own_weight",
    "own_target_1",
    "own_target_2",
    "own_target_3",
    "own_target_4",
    "own_unrealised",
    "own_month_return",
    "own_month_drawdown",
    "own_month_volatility",
    "own_month_turnover",
    "own_month_cost",
)
OWN_SIZE = 11


def reset_own(s: MutableSequence[float], equity: float) -> None:
    """Forget everything; the window begins at `equity` (USD)."""
    for k in range(OWN_STATE):
        s[k] = 0.0
    s[LAST_EQUITY] = equity


def own_decision(s: MutableSequence[float], target: float) -> None:
    """Remember the target weight just decided."""
    s[TARGET + 3] = s[TARGET + 2]
    s[TARGET + 2] = s[TARGET + 1]
    s[TARGET + 1] = s[TARGET]
    s[TARGET] = target


def own_fill(s: MutableSequence[float], traded_value: float, cost: float) -> None:
    """A fill of `traded_value` USD cost `cost` USD in commission, spread and impact."""
    if s[LAST_EQUITY] > 0.0:
        s[DAY_TURNOVER] += traded_value / s[LAST_EQUITY]
        s[DAY_COST] += cost / s[LAST_EQUITY]


def own_session_end(s: MutableSequence[float], equity: float) -> None:
    """A session closed at `equity`: the window moves by one session."""
    head = int(s[HEAD])
    if s[COUNT] >= WINDOW:
        old = s[RETURN + head]
        s[SUM_RETURN] -= old
        s[SUM_SQUARE] -= old * old
        s[SUM_TURNOVER] -= s[TURNOVER + head]
        s[SUM_COST] -= s[COST + head]
    else:
        s[COUNT] += 1.0
    ratio = equity / s[LAST_EQUITY] if s[LAST_EQUITY] > 0.0 else 1.0
    ret = math.log(ratio) if ratio > 1e-6 else math.log(1e-6)
    gone = s[EQUITY + head]
    s[EQUITY + head] = equity
    if equity >= s[HIGHEST]:
        s[HIGHEST] = equity
    elif gone == s[HIGHEST]:  # the highest has left the window: only now is it worth looking through
        s[HIGHEST] = equity
        for k in range(int(s[COUNT])):
            s[HIGHEST] = max(s[HIGHEST], s[EQUITY + k])
    s[RETURN + head] = ret
    s[TURNOVER + head] = s[DAY_TURNOVER]
    s[COST + head] = s[DAY_COST]
    s[SUM_RETURN] += ret
    s[SUM_SQUARE] += ret * ret
    s[SUM_TURNOVER] += s[DAY_TURNOVER]
    s[SUM_COST] += s[DAY_COST]
    s[DAY_TURNOVER] = 0.0
    s[DAY_COST] = 0.0
    s[LAST_EQUITY] = equity
    s[HEAD] = float(head + 1) if head + 1 < WINDOW else 0.0


def month_drawdown(s: MutableSequence[float], equity: float) -> float:
    """0..1 below the highest session close of the window (or `equity`, if that is higher)."""
    highest = equity if equity > s[HIGHEST] else s[HIGHEST]
    return 1.0 - equity / highest if highest > 0.0 else 0.0


def month_volatility(s: MutableSequence[float]) -> float:
    """Annualised standard deviation of the window's session returns."""
    n = s[COUNT]
    if n < 2.0:
        return 0.0
    mean = s[SUM_RETURN] / n
    variance = (s[SUM_SQUARE] - n * mean * mean) / (n - 1.0)
    return math.sqrt(variance * 252.0) if variance > 1e-18 else 0.0


def own_features(
    s: MutableSequence[float], out: MutableSequence[float], offset: int, weight: float, unrealised: float, equity: float
) -> None:
    """Write OWN_SIZE values to `out[offset:]`, each of the order of 1.

    `weight`: shares * close / equity now; `unrealised`: close / average cost - 1, signed by the side, 0 when flat.
    """
    out[offset] = weight
    out[offset + 1] = s[TARGET]
    out[offset + 2] = s[TARGET + 1]
    out[offset + 3] = s[TARGET + 2]
    out[offset + 4] = s[TARGET + 3]
    out[offset + 5] = 5.0 * unrealised if abs(unrealised) < 1.0 else math.copysign(5.0, unrealised)
    running = math.log(equity / s[LAST_EQUITY]) if equity > 0.0 and s[LAST_EQUITY] > 0.0 else 0.0
    out[offset + 6] = 10.0 * (s[SUM_RETURN] + running)
    out[offset + 7] = 10.0 * month_drawdown(s, equity)
    out[offset + 8] = 2.0 * month_volatility(s)
    out[offset + 9] = 0.2 * (s[SUM_TURNOVER] + s[DAY_TURNOVER])
    out[offset + 10] = 100.0 * (s[SUM_COST] + s[DAY_COST])
