"""Columnar history: arrays of equal length, oldest first. null is "not known" (warm-up, no VIX)."""

from __future__ import annotations

from rlbot.events.base import Interval
from rlbot.events.market import Source
from rlbot.monitoring.web.contract.base import Sent

Column = tuple[float | None, ...]


class Bars(Sent, frozen=True, kw_only=True, gc=False):
    """Bars with their indicators. `t`: the bars' own timestamps, UTC nanoseconds. `in_sample`: in an agent's training range.

    `synthetic`: an invented market, to be labelled wherever it is shown. `more`: older bars are there (`to` = the first `t`).
    """

    symbol: str
    interval: Interval
    source: Source | None
    synthetic: bool
    t: tuple[int, ...]
    o: tuple[float, ...]
    h: tuple[float, ...]
    l: tuple[float, ...]  # noqa: E741  (o, h, l, c, v: the wire's columns)
    c: tuple[float, ...]
    v: tuple[float, ...]
    ema_10: Column
    ema_50: Column
    rsi: Column
    macd: Column
    macd_signal: Column
    vix: Column
    in_sample: tuple[bool, ...]
    more: bool
    as_of_ns: int
    market_ns: int


class Equity(Sent, frozen=True, kw_only=True, gc=False):
    """An agent's curve, or the account's (`agent` empty). `drawdown`: 0..1. `benchmark`: the same money in `benchmark_name`.

    `weight`, `confidence`: exposure and the confidence of the decision in force (an agent's only; null for the account).
    """

    agent: str
    currency: str
    t: tuple[int, ...]
    equity: tuple[float, ...]
    drawdown: tuple[float, ...]
    benchmark: Column
    benchmark_name: str
    weight: Column
    confidence: Column
    synthetic: bool
    as_of_ns: int
    market_ns: int


class Actions(Sent, frozen=True, kw_only=True, gc=False):
    """How often what was decided."""

    buy: int
    hold: int
    sell: int


class Metrics(Sent, frozen=True, kw_only=True, gc=False):
    """Figures since the run began. `enough`: the sample is long enough to show ratios large; if not, `note` says so.

    `sharpe_low`, `sharpe_high`: 95 % interval. `win_rate` of `closed` trades. `turnover`: traded value over mean equity.
    `reward_per_step`: mean; `attribution`: the exact parts of the change of equity, USD by name. `in_sample`: fraction
    of the bars that a model had been trained on, which prove nothing.
    """

    agent: str
    total_return: float | None
    benchmark_return: float | None
    benchmark_name: str
    sharpe: float | None
    sharpe_low: float | None
    sharpe_high: float | None
    sortino: float | None
    max_drawdown: float | None
    max_drawdown_ns: int
    win_rate: float | None
    wins: int
    closed: int
    trades: int
    turnover: float | None
    exposure: float | None
    costs: float
    actions: Actions
    decisions: int
    refused: int
    reward_per_step: float | None
    rewards: tuple[float, ...]
    episodes: int
    episode_reward: float | None
    attribution: dict[str, float]
    days: int
    enough: bool
    note: str
    in_sample: float
    as_of_ns: int
    market_ns: int
