"""Figures since the run began, worked out when somebody asks, from the curve's session ends."""

from __future__ import annotations

import math
from collections.abc import Sequence

from rlbot.monitoring.views.agent_view import AgentView
from rlbot.monitoring.views.curve import Curve
from rlbot.monitoring.web.contract.series import Actions, Metrics

DAYS_A_YEAR = 252.0
ENOUGH_DAYS = 63  # a quarter: below that a ratio's interval is wider than any honest claim


def returns(equities: Sequence[float], start: float) -> list[float]:
    """Simple returns from session to session; `start`: equity before the first."""
    out = []
    before = start
    for equity in equities:
        if before > 0.0:
            out.append(equity / before - 1.0)
        before = equity
    return out


def sharpe(daily: Sequence[float]) -> tuple[float, float] | None:
    """Annual Sharpe ratio (no risk-free rate) and its standard error (Lo 2002, independent returns); None below 2 days."""
    n = len(daily)
    if n < 2:
        return None
    mean = math.fsum(daily) / n
    variance = math.fsum((x - mean) ** 2 for x in daily) / (n - 1)
    if variance <= 1e-18:
        return None
    ratio = mean / math.sqrt(variance)
    return ratio * math.sqrt(DAYS_A_YEAR), math.sqrt((1.0 + 0.5 * ratio * ratio) / n * DAYS_A_YEAR)


def sortino(daily: Sequence[float]) -> float | None:
    """Annual Sortino ratio against zero; None without a loss or below 2 days."""
    if len(daily) < 2:
        return None
    downside = math.fsum(min(x, 0.0) ** 2 for x in daily) / len(daily)
    if downside <= 1e-18:
        return None
    return math.fsum(daily) / len(daily) / math.sqrt(downside) * math.sqrt(DAYS_A_YEAR)


def metrics(name: str, curve: Curve, views: Sequence[AgentView]) -> Metrics:
    """Of one agent, or of the account when `views` are all of them and `name` is empty."""
    budget = math.fsum(v.settings.budget for v in views)
    last = curve.columns["equity"][-1] if curve.t else None
    bench = curve.columns["benchmark"][-1] if curve.t else None
    daily = returns(curve.days, budget)
    ratio = sharpe(daily)
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
        sharpe=ratio[0] if ratio else None,
        sharpe_low=ratio[0] - 1.96 * ratio[1] if ratio else None,
        sharpe_high=ratio[0] + 1.96 * ratio[1] if ratio else None,
        sortino=sortino(daily),
        max_drawdown=curve.max_drawdown if curve.t else None,
        max_drawdown_ns=curve.max_drawdown_ns,
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
        as_of_ns=curve.as_of_ns,
        market_ns=curve.market_ns,
    )
