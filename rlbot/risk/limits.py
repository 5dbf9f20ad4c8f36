"""Limits as plain numbers: what the settings mean, ready for the kernels and the rules."""

from __future__ import annotations

import msgspec

from rlbot.settings.agent import LimitSettings
from rlbot.settings.platform import RiskSettings


class AgentLimits(msgspec.Struct, frozen=True, gc=False):
    """One agent's. Fractions of its sub-ledger's equity; None is off, and so is a stop or profit of 0."""

    max_weight: float
    lowest_weight: float
    band: float
    stop_loss: float
    take_profit: float
    max_drawdown: float | None
    drawdown_reduce: float | None
    daily_loss: float | None
    max_order_value: float | None
    max_adv_fraction: float | None
    orders_per_day: int | None

    def params(self) -> tuple[float, float, float, float, float]:
        """The last entries of the step kernel's parameter vector, BAND to TAKE_PROFIT, in that order."""
        return (self.band, self.max_weight, self.lowest_weight, self.stop_loss, self.take_profit)


class RiskSeat(msgspec.Struct, frozen=True):
    """One agent at the gate. `leverage`: how many times its symbol moves for one of its underlying."""

    agent_id: str
    symbol: str
    leverage: float = 1.0
    limits: LimitSettings = LimitSettings()


# Account-wide rules switched off: what the parity of backtest and environment is measured under.
NO_ACCOUNT_LIMITS = RiskSettings.model_validate(dict.fromkeys(RiskSettings.model_fields))


def agent_limits(settings: LimitSettings) -> AgentLimits:
    """Numbers from `settings`. A position's value is capped where its weight is: whichever limit is lower."""
    cap = settings.max_weight
    if settings.max_position_value is not None:
        cap = min(cap, settings.max_position_value)
    return AgentLimits(
        max_weight=cap,
        lowest_weight=-cap if settings.allow_short else 0.0,
        band=settings.no_trade_band,
        stop_loss=settings.stop_loss or 0.0,
        take_profit=settings.take_profit or 0.0,
        max_drawdown=settings.max_drawdown,
        drawdown_reduce=settings.drawdown_reduce,
        daily_loss=settings.daily_loss,
        max_order_value=settings.max_order_value,
        max_adv_fraction=settings.max_adv_fraction,
        orders_per_day=settings.orders_per_day,
    )


def initial_margin(leverage: float) -> float:
    """USD of margin per USD of position: Regulation T's 50 %, times the fund's own leverage, at most all of it."""
    return min(0.5 * leverage, 1.0)
