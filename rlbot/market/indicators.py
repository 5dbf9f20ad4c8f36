"""Indicator steps: one bar in, one value out. Pure scalar kernels over small state lists.

Seeding follows TA-Lib (and pandas-ta-classic): an exponential average starts as the plain average of its first `length` values.
Until then the average so far stands in; a feature's declared warm-up says when its value may be trusted. Each `*_split`
rescales a state of prices when one share becomes `factor`.
"""

from __future__ import annotations

from collections.abc import MutableSequence

# State of an average: how many values were seen, the average.
SEEN, VALUE = 0, 1
EMA_STATE = 2

# State of the RSI: changes seen, last close, average gain, average loss. -1 before the first close.
CHANGES, LAST, GAIN, LOSS = 0, 1, 2, 3
RSI_STATE = 4

# State of the MACD: three averages side by side.
FAST, SLOW, SIGNAL = 0, 2, 4
MACD_STATE = 6
MACD_FAST, MACD_SLOW, MACD_SIGNAL = 12, 26, 9


def ema_step(s: MutableSequence[float], x: float, length: int, at: int = 0) -> float:
    """Exponential average with weight 2 / (length + 1) for the newest value; its state lies in `s[at:at+2]`."""
    seen = s[at] + 1.0
    value: float = s[at + 1]
    if seen > length:
        value += (x - value) * (2.0 / (length + 1.0))
    else:
        value += (x - value) / seen
        s[at] = seen
    s[at + 1] = value
    return value


def ema_split(s: MutableSequence[float], factor: float, at: int = 0) -> None:
    """Rescale an average of prices."""
    s[at + 1] /= factor


def reset_rsi(s: MutableSequence[float]) -> None:
    """Nothing seen."""
    s[CHANGES] = -1.0
    s[LAST] = 0.0
    s[GAIN] = 0.0
    s[LOSS] = 0.0


def rsi_step(s: MutableSequence[float], close: float, length: int) -> float:
    """Relative strength index after Wilder, 0..100; 50 while nothing has moved."""
    seen = s[CHANGES] + 1.0
    if seen <= 0.0:
        s[CHANGES] = 0.0
        s[LAST] = close
        return 50.0
    change = close - s[LAST]
    s[LAST] = close
    gain = change if change > 0.0 else 0.0
    loss = -change if change < 0.0 else 0.0
    if seen > length:
        weight = 1.0 / length
    else:
        weight = 1.0 / seen
        s[CHANGES] = seen
    gain = s[GAIN] + (gain - s[GAIN]) * weight
    loss = s[LOSS] + (loss - s[LOSS]) * weight
    s[GAIN] = gain
    s[LOSS] = loss
    moved = gain + loss
    return 100.0 * gain / moved if moved > 0.0 else 50.0


def rsi_split(s: MutableSequence[float], factor: float) -> None:
    """Rescale last close, gains and losses; the index itself does not change."""
    s[LAST] /= factor
    s[GAIN] /= factor
    s[LOSS] /= factor


def macd_step(s: MutableSequence[float], close: float) -> float:
    """MACD line, EMA 12 - EMA 26, in the price's unit; 0 until the slower one is seeded. Also moves the signal line."""
    if s[SIGNAL] >= MACD_SIGNAL:
        # All three seeded: `ema_step` written out, which takes 0.4 µs instead of 0.9.
        fast: float = s[FAST + 1]
        slow: float = s[SLOW + 1]
        fast += (close - fast) * (2.0 / (MACD_FAST + 1.0))
        slow += (close - slow) * (2.0 / (MACD_SLOW + 1.0))
        s[FAST + 1] = fast
        s[SLOW + 1] = slow
        line = fast - slow
        s[SIGNAL + 1] += (line - s[SIGNAL + 1]) * (2.0 / (MACD_SIGNAL + 1.0))
        return line
    fast = ema_step(s, close, MACD_FAST, FAST)
    slow = ema_step(s, close, MACD_SLOW, SLOW)
    if s[SLOW] < MACD_SLOW:
        return 0.0
    line = fast - slow
    ema_step(s, line, MACD_SIGNAL, SIGNAL)
    return line


def macd_histogram(s: MutableSequence[float], line: float) -> float:
    """MACD line minus its signal line (its EMA 9), in the price's unit."""
    return line - s[SIGNAL + 1]


def macd_split(s: MutableSequence[float], factor: float) -> None:
    """Rescale the three averages."""
    ema_split(s, factor, FAST)
    ema_split(s, factor, SLOW)
    ema_split(s, factor, SIGNAL)


def warm_up_bars(length: int, decay: float, residue: float) -> int:
    """Bars until what came before the first of them weighs less than `residue`, for an average that keeps `decay` a bar."""
    bars, weight = length, 1.0
    while weight > residue:
        weight *= decay
        bars += 1
    return bars
