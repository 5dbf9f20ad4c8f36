"""Figures since the run began, worked out when somebody asks, from the curve's session ends."""

from __future__ import annotations

import math
from collections.abc import Sequence

from rlbot.monitoring.views.agent_view import AgentView
from rlbot.monitoring.views.curve import Curve
from rlbot.monitoring.web.contract.series import Actions, Metrics
from rlbot.portfolio.metrics import PERIODS_PER_YEAR, returns, sharpe, sortino

DAYS_A_YEAR = PERIODS_PER_YEAR["1d"]
ENOUGH_DAYS = 63  # a quarter: below that a ratio's interval is wider than any honest claim


def sharpe_interval(ratio: float, days: int) -> tuple[float, float]:
    """95 % interval of an annual Sharpe ratio from so many independent daily returns (Lo 2002)."""
    daily = ratio / math.sqrt(DAYS_A_YEAR)
    error = math.sqrt((1.0 + 0.5 * daily * daily) / days * DAYS_A_YEAR)
    return ratio - 1.96 * error, ratio + 1.96 * error


def metrics(name: str, curve: Curve, views: Sequence[AgentView]) -> Metrics:
    """Of one agent, or of the account when `views` are all of them and `name` is empty."""
    budget = math.fsum(v.settings.budget for v in views)
    last = curve.columns["equity"][-1] if curve.t else None
    bench = curve.columns["benchmark"][-1] if curve.t else None
    daily = returns([budget, *curve.days])
    ratio = sharpe(daily, DAYS_A_YEAR)
    downside = sortino(daily, DAYS_A_YEAR)
    low, high = sharpe_interval(ratio, len(daily)) if ratio else (None, None)
    closed = sum(v.closed for v in views)
    wins = sum(v.wins for v in views)
    steps = sum(v.reward_count for v in views)
    marks = sum(v.marks for v in views)
    mean_equity = math.fsum(v.equity_sum / v.marks for v in views if v.marks)
    enough = len(daily) >= ENOUGH_DAYS
    parts = {part: math.fsum(v.parts[part] for v in views) for part in views[0].parts} if views else {}
    one = views[0] if len(views) == 1 else None
    return Metrics(
        agent=name,
        total_return=last / budget - 1.0 if last is not None and budget > 0.0 else None,
        benchmark_return=bench / budget - 1.0 if bench is not None and budget > 0.0 else None,
        benchmark_name=curve.benchmark_name,
        sharpe=ratio or None,  # 0 stands for: no deviation, no ratio
        sharpe_low=low,
        sharpe_high=high,
        sortino=downside or None,
        max_drawdown=curve.max_drawdown[0] if curve.t else None,
        max_drawdown_ns=curve.max_drawdown[1],
        win_rate=wins / closed if closed else None,
        wins=wins,
        closed=closed,
        trades=sum(v.trades for v in views),
        turnover=math.fsum(v.traded_value for v in views) / mean_equity if mean_equity > 0.0 else None,
        exposure=math.fsum(v.exposure_sum for v in views) / marks if marks else None,
        costs=math.fsum(v.costs for v in views),
        actions=Actions(
            buy=sum(v.actions["buy"] for v in views),
            hold=sum(v.actions["hold"] for v in views),
            sell=sum(v.actions["sell"] for v in views),
        ),
        decisions=sum(v.decisions.made for v in views),
        refused=sum(v.refused for v in views),
        reward_per_step=math.fsum(v.reward_sum for v in views) / steps if steps else None,
        rewards=tuple(one.rewards) if one else (),
        episodes=sum(v.episode for v in views),
        episode_reward=one.episode_reward if one else None,
        attribution=parts,
        days=len(daily),
        enough=enough,
        note="" if enough else f"{len(daily)} {'day' if len(daily) == 1 else 'days'}: too short",
        in_sample=sum(v.in_sample_marks for v in views) / marks if marks else 0.0,
        as_of_ns=curve.as_of_ns,
        market_ns=curve.market_ns,
    )
