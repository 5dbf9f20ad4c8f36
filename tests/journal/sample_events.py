"""Events for tests: one minute each, every field with a value that a mistake would change."""

from __future__ import annotations

from rlbot.events.agent import DecisionExplained, DecisionMade, Driver, RewardRealised
from rlbot.events.market import Bar, BarClosed, DecisionDue, InstantClosed
from rlbot.events.trade import OrderApproved, OrderFilled
from rlbot.journal.journal import Run

MINUTE_NS = 60_000_000_000
START_NS = 1_700_000_040_000_000_000


def ts(minute: int) -> int:
    """The instant at which the bar of `minute` is known."""
    return START_NS + (minute + 1) * MINUTE_NS


def run(run_id: str = "run-1", key: str = "key") -> Run:
    """An open run."""
    return Run(run_id=run_id, key=key, started_ns=START_NS)


def bar(minute: int, symbol: str = "AAPL") -> Bar:
    """A bar that differs from its neighbours."""
    price = 100.1 + minute
    return Bar(
        symbol, "1m", START_NS + minute * MINUTE_NS, ts(minute), price, price + 1, price - 1, price + 0.1, 1_000.0 + minute
    )


def bar_closed(minute: int, symbol: str = "AAPL") -> BarClosed:
    """Published by a feed."""
    return BarClosed(ts_ns=ts(minute), bar=bar(minute, symbol))


def instant(minute: int) -> InstantClosed:
    """Closes the minute."""
    return InstantClosed(ts_ns=ts(minute))


def due(minute: int, features: tuple[float, ...], agent_id: str = "ppo_stock") -> DecisionDue:
    """The agent's turn."""
    return DecisionDue(
        ts_ns=ts(minute),
        agent_id=agent_id,
        bar=bar(minute),
        features=features,
        inputs=features,
        available_ns=ts(minute),
        warm=True,
    )


def decision(minute: int, agent_id: str = "ppo_stock", **changed: object) -> DecisionMade:
    """Buys a little more each minute."""
    fields: dict[str, object] = {
        "symbol": "AAPL",
        "close": 100.2 + minute,
        "action": "buy",
        "target_weight": 0.25,
        "current_weight": 0.1,
        "confidence": 0.6,
        "version": "v1",
        "output": (0.1, 0.7, 0.2),
    }
    return DecisionMade(
        ts_ns=ts(minute),
        agent_id=agent_id,
        decision_id=f"{agent_id}-{minute:x}",
        bar_ns=bar(minute).start_ns,
        **(fields | changed),  # type: ignore[arg-type]  # fields by name, of several types
    )


def explained(minute: int, sentence: str = "RSI is low.", agent_id: str = "ppo_stock") -> DecisionExplained:
    """Why."""
    return DecisionExplained(
        ts_ns=ts(minute),
        agent_id=agent_id,
        decision_id=f"{agent_id}-{minute:x}",
        sentence=sentence,
        drivers=(Driver("rsi", "RSI", 28.5, "28.5 of 100", 0.2),),
        other_effect=0.05,
        total_effect=0.25,
        baseline="flat",
        completeness_error=1e-5,
        decisiveness=0.6,
        distance=1.1,
        flip="none",
    )


def reward(minute: int, value: float = 0.5, agent_id: str = "ppo_stock") -> RewardRealised:
    """Of the decision of `minute`, known one minute later."""
    return RewardRealised(
        ts_ns=ts(minute + 1),
        agent_id=agent_id,
        decision_id=f"{agent_id}-{minute:x}",
        reward=value,
        parts={"return": value},
        episode=0,
        episode_reward=value,
    )


def approved(minute: int, quantity: int = 10) -> OrderApproved:
    """The order of a decision."""
    return OrderApproved(
        ts_ns=ts(minute),
        client_order_id=f"ppo_stock-{minute:x}",
        agent_id="ppo_stock",
        decision_id=f"ppo_stock-{minute:x}",
        symbol="AAPL",
        side="buy",
        quantity=quantity,
        purpose="entry",
        reference_price=100.2,
    )


def filled(minute: int, quantity: int = 10, price: float = 101.3) -> OrderFilled:
    """Its fill, one minute later."""
    return OrderFilled(
        ts_ns=ts(minute + 1),
        exec_id=f"x-{minute:x}",
        client_order_id=f"ppo_stock-{minute:x}",
        agent_id="ppo_stock",
        symbol="AAPL",
        side="buy",
        quantity=quantity,
        price=price,
        reference_price=101.2,
        commission=1.0,
        fees=0.0,
        spread_cost=0.1,
        impact_cost=0.0,
        kind="open",
        purpose="entry",
        bar_ns=bar(minute + 1).start_ns,
        decision_id=f"ppo_stock-{minute:x}",
    )
