"""An agent's file, `configs/agents/<id>.toml`. What is absent in [limits] is off."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from rlbot.events.base import Interval

Fraction = Annotated[float, Field(gt=0.0, le=1.0)]
NonNegative = Annotated[float, Field(ge=0.0)]
Symbol = Annotated[str, Field(pattern=r"^[A-Z0-9.^ ]{1,16}$")]

BUILT_IN = ("ppo", "sac", "scripted", "vol_target", "sma_200", "hold", "flat")


class Section(BaseModel):
    """Frozen; unknown keys, infinities and NaN are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class CostSettings(Section):
    """What trading costs in simulation and training. `spread_bps`: the full spread; `impact` 0 switches it off."""

    schedule: Literal["ibkr_fixed", "ibkr_tiered"] = "ibkr_fixed"
    spread_bps: NonNegative = 2.0
    impact: NonNegative = 0.0
    impact_exponent: Annotated[float, Field(gt=0.0, le=2.0)] = 0.5
    max_participation: Annotated[float, Field(ge=0.0, le=1.0)] = 0.0
    debit_rate: NonNegative = 0.0
    borrow_rate: NonNegative = 0.0


class LimitSettings(Section):
    """Fractions of the sub-ledger's equity; None is off."""

    max_weight: Annotated[float, Field(gt=0.0, le=4.0)] = 1.0
    allow_short: bool = False
    max_position_value: Annotated[float, Field(gt=0.0, le=4.0)] | None = None
    stop_loss: Fraction | None = None
    take_profit: Annotated[float, Field(gt=0.0, le=10.0)] | None = None
    max_drawdown: Fraction | None = None
    drawdown_reduce: Fraction | None = None
    daily_loss: Fraction | None = None
    no_trade_band: Annotated[float, Field(ge=0.0, lt=1.0)] = 0.0
    max_order_value: Annotated[float, Field(gt=0.0, le=8.0)] | None = None
    max_adv_fraction: Fraction | None = None
    orders_per_day: Annotated[int, Field(ge=1)] | None = None


class RewardSettings(Section):
    """PPO reads `drawdown_penalty`; SAC the rest. `episode_bars`: after so many decisions a new episode begins."""

    drawdown_penalty: NonNegative = 0.5
    volatility_target: Fraction = 0.30
    volatility_penalty: NonNegative = 0.02
    sharpe_rate: Annotated[float, Field(gt=0.0, le=1.0)] = 0.004
    episode_bars: Annotated[int, Field(ge=2, le=100_000)] = 252


class FeatureSettings(Section):
    """Which features, in this order; how many earlier bars stand beside them; whether the normalizer goes on learning."""

    names: tuple[str, ...] = ("price", "volume", "rsi", "macd", "ema_10", "ema_50", "vix")
    history: Annotated[int, Field(ge=0, le=20)] = 3
    online_normalizer: bool = False


class TrainingSettings(Section):
    """Defaults of a training run; the algorithm's own file knows its hyperparameters."""

    on_underlying: bool = False
    steps: Annotated[int, Field(ge=1_000)] | None = None
    seed: Annotated[int, Field(ge=0, lt=2**32)] = 1
    envs: Annotated[int, Field(ge=1, le=4096)] = 64
    cost_range: tuple[float, float] = (0.5, 3.0)
    hyperparameters: dict[str, float | int | str] = Field(default_factory=dict)


class AgentSettings(Section):
    """One agent. `id` is the file's name.

    `runner`: whether it decides inside the core or in a process of its own; there it has `deadline_s` seconds to answer where
    the clock is the wall's, and a replay waits for it.
    """

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,19}$")]
    algorithm: str
    symbol: Symbol
    underlying: Symbol | None = None
    leverage: Annotated[float, Field(gt=0.0, le=5.0)] = 1.0
    interval: Interval = "1d"
    budget: Annotated[float, Field(gt=0.0, le=1e12)] = 50_000.0
    decisions: str | None = None
    runner: Literal["inline", "process"] = "inline"
    deadline_s: Annotated[float, Field(gt=0.0, le=600.0)] = 1.0
    costs: CostSettings = CostSettings()
    limits: LimitSettings = LimitSettings()
    reward: RewardSettings = RewardSettings()
    features: FeatureSettings = FeatureSettings()
    training: TrainingSettings = TrainingSettings()
