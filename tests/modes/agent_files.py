"""Agent files drawn at random: all that an environment knows of costs, limits, protection, intervals and rewards."""

from __future__ import annotations

import random
from dataclasses import dataclass

from rlbot.events.base import Interval


@dataclass(frozen=True)
class Drawn:
    """One draw. `text`: the agent's file."""

    text: str
    algorithm: str
    symbol: str
    underlying: str
    interval: Interval


def drawn(seed: int, interval: Interval) -> Drawn:
    """The same seed gives the same file."""
    rng = random.Random(seed)
    algorithm = rng.choice(["ppo", "sac"])
    etf = rng.random() < 0.5
    symbol, underlying = ("TNA", "IWM") if etf else ("AAPL", "")
    names = ["price", "volume", "rsi", "macd", "ema_10", "ema_50", "vix", "volatility", *(["underlying"] if etf else [])]
    names = rng.sample(names, rng.randint(2, len(names)))
    small = 1.0 if interval == "1d" else 0.15  # of a day's move
    costs = {
        "schedule": rng.choice(['"ibkr_fixed"', '"ibkr_tiered"']),
        "spread_bps": rng.choice([0.0, 2.0, 25.0]),
        "impact": rng.choice([0.0, 0.5, 1.5]),
        "impact_exponent": rng.choice([0.5, 0.6, 1.0]),
        "max_participation": rng.choice([0.0, 0.01, 0.0002]),
        "debit_rate": rng.choice([0.0, 0.07]),
        "borrow_rate": rng.choice([0.0, 0.05]),
    }
    limits = {
        "max_weight": rng.choice([0.35, 0.8, 1.0, 1.6]),
        "allow_short": rng.choice(["true", "false"]),
        "no_trade_band": rng.choice([0.0, 0.05, 0.2]),
        "stop_loss": rng.choice([None, 0.015 * small, 0.05 * small]),
        "take_profit": rng.choice([None, 0.02 * small, 0.08 * small]),
        "max_position_value": rng.choice([None, None, 0.5]),
    }
    lines = [
        f'algorithm = "{algorithm}"',
        f'symbol = "{symbol}"',
        *([f'underlying = "{underlying}"', "leverage = 3.0"] if etf else []),
        f'interval = "{interval}"',
        f"budget = {rng.choice([900.0, 20_000.0, 3_000_000.0])}",
        "[costs]",
        *(f"{key} = {value}" for key, value in costs.items()),
        "[limits]",
        *(f"{key} = {value}" for key, value in limits.items() if value is not None),
        "[reward]",
        f"episode_bars = {rng.choice([20, 60])}",
        "[features]",
        f"names = [{', '.join(f'{chr(34)}{name}{chr(34)}' for name in names)}]",
        f"history = {rng.choice([0, 1, 3, 6])}",
    ]
    return Drawn("\n".join(lines) + "\n", algorithm, symbol, underlying, interval)
