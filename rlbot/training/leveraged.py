"""A leveraged ETF made from its underlying: r_L = β (r_U + fee_U/252) − (β − 1)(r_f + s)/252 − fee_L/252 (daily reset).

The spread s, what borrowing costs above the risk-free rate, is fitted on days both traded before the cut, so nothing after
the training range is used. Avellaneda & Zhang 2010 give the theory; against reality the daily R² is above 0.997.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rlbot.training.money_rates import EXPENSES, LEVERAGED_EXPENSE, PLAIN_EXPENSE, risk_free_rates

F64 = NDArray[np.float64]
I64 = NDArray[np.int64]
DAYS = 252.0
FEWEST_DAYS = 126  # of overlap, below which the spread is not fitted but taken as usual
USUAL_SPREAD = 0.008  # a year: swap dealers' mark-up over the risk-free rate, between the fitted 59 and 115 bp


@dataclass(frozen=True, slots=True, kw_only=True)
class LeveragedModel:
    """`beta`: daily multiple; fees and `spread` yearly fractions; `fitted_days`: overlap behind the spread, 0 if assumed."""

    beta: float
    underlying_fee: float
    fee: float
    spread: float = 0.0
    fitted_days: int = 0

    def drift(self, start_ns: I64) -> F64:
        """What a day adds whatever the underlying does, float64 [n]."""
        financing = (self.beta - 1.0) * (risk_free_rates(start_ns) + self.spread)
        return (self.beta * self.underlying_fee - financing - self.fee) / DAYS

    def returns(self, underlying: F64, start_ns: I64) -> F64:
        """Daily simple returns of the fund for those of the underlying (dividends included), float64 [n]."""
        return self.beta * underlying + self.drift(start_ns)


def model_for(symbol: str, underlying: str, beta: float) -> LeveragedModel:
    """Fees from the prospectuses, no spread yet."""
    fee = EXPENSES.get(symbol, LEVERAGED_EXPENSE)
    return LeveragedModel(beta=beta, underlying_fee=EXPENSES.get(underlying, PLAIN_EXPENSE), fee=fee)


def fit_spread(model: LeveragedModel, underlying: F64, fund: F64, start_ns: I64) -> LeveragedModel:
    """The spread that makes the mean daily error 0 on days before the cut; a shorter overlap gives the usual one.

    All [n], simple daily returns with dividends. Mismatched closing prints come in pairs of opposite sign: the mean copes.
    """
    if len(fund) < FEWEST_DAYS or model.beta == 1.0:
        return LeveragedModel(
            beta=model.beta,
            underlying_fee=model.underlying_fee,
            fee=model.fee,
            spread=USUAL_SPREAD if model.beta != 1.0 else 0.0,
        )
    error = model.returns(underlying, start_ns) - fund
    spread = float(np.mean(error)) * DAYS / (model.beta - 1.0) + model.spread
    return LeveragedModel(
        beta=model.beta, underlying_fee=model.underlying_fee, fee=model.fee, spread=spread, fitted_days=len(fund)
    )
