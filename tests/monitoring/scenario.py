"""Events of a small made-up day, for the board and the page."""

from __future__ import annotations

from rlbot.bus import Bus
from rlbot.clock import ReplayClock
from rlbot.events.agent import DecisionExplained, DecisionMade, Driver, ModelDeployed, RewardRealised
from rlbot.events.base import Action, Side
from rlbot.events.market import Bar, BarClosed, DecisionDue
from rlbot.events.ops import RunStarted
from rlbot.events.trade import EquityMarked, OrderAccepted, OrderApproved, OrderFilled, PositionChanged, ProtectionPlaced
from rlbot.monitoring.board import Board
from rlbot.settings.agent import AgentSettings

DAY = 86_400_000_000_000
START = 19_000 * DAY
NOW = 20_600 * DAY
AGENTS = (
    AgentSettings(id="ppo_stock", algorithm="ppo", symbol="AAPL", budget=50_000.0),
    AgentSettings(id="sac_etf", algorithm="sac", symbol="TNA", underlying="IWM", budget=50_000.0),
)


def a_board(clock: ReplayClock | None = None) -> tuple[Board, Bus]:
    """A board that hears a bus, the machine's clock at `NOW`."""
    bus = Bus()
    board = Board(AGENTS, "simulate", clock or ReplayClock(NOW))
    board.subscribe(bus)
    return board, bus


def bar(day: int, close: float = 100.0, symbol: str = "AAPL") -> Bar:
    """A daily bar."""
    start = START + day * DAY
    return Bar(symbol, "1d", start, start + 21 * 3_600_000_000_000, close - 1.0, close + 2.0, close - 2.0, close, 1e6)


def closed(day: int, close: float = 100.0, symbol: str = "AAPL") -> BarClosed:
    """That bar, known."""
    b = bar(day, close, symbol)
    return BarClosed(ts_ns=b.known_ns, bar=b)


def due(day: int, close: float = 100.0, warm: bool = True) -> DecisionDue:
    """Features of that bar: price, volume, rsi, macd, ema_10, ema_50, vix."""
    b = bar(day, close)
    features = (close, 1e6, 55.0, 0.5, close - 0.1, close - 0.5, 20.0)
    inputs = (0.01, 0.0, 0.1, 0.002, 0.001, 0.005, 0.0)
    return DecisionDue(
        ts_ns=b.known_ns,
        agent_id="ppo_stock",
        bar=b,
        features=features,
        inputs=inputs,
        available_ns=b.known_ns,
        warm=warm,
    )


def decision_id(day: int, agent: str = "ppo_stock") -> str:
    """As the agents' host makes it."""
    return f"{agent}-{(START + day * DAY) // 1_000_000_000:x}"


def made(day: int, action: Action = "buy", target: float = 0.5, agent: str = "ppo_stock") -> DecisionMade:
    """A decision at that bar's close."""
    b = bar(day)
    return DecisionMade(
        ts_ns=b.known_ns,
        agent_id=agent,
        decision_id=decision_id(day, agent),
        symbol="AAPL" if agent == "ppo_stock" else "TNA",
        bar_ns=b.start_ns,
        close=b.close,
        action=action,
        target_weight=target,
        current_weight=0.0,
        confidence=0.62,
        version="v1",
        output=(0.1, 0.2, 0.7),
    )


def explained(day: int, sentence: str = "Momentum rose.") -> DecisionExplained:
    """Why."""
    return DecisionExplained(
        ts_ns=bar(day).known_ns,
        agent_id="ppo_stock",
        decision_id=decision_id(day),
        sentence=sentence,
        drivers=(Driver("macd", "MACD histogram", 0.2, "+0.20", 0.3), Driver("vix", "VIX", 20.0, "20.0", -0.05)),
        other_effect=0.01,
        total_effect=0.26,
        baseline="a typical day",
        completeness_error=1e-5,
        decisiveness=0.7,
        distance=1.1,
        flip="RSI > 70",
    )


def approved(day: int, side: Side = "buy", quantity: int = 100) -> OrderApproved:
    """Its order."""
    return OrderApproved(
        ts_ns=bar(day).known_ns,
        client_order_id=f"o-{day}",
        agent_id="ppo_stock",
        decision_id=decision_id(day),
        symbol="AAPL",
        side=side,
        quantity=quantity,
        purpose="entry" if side == "buy" else "reduce",
        reference_price=100.0,
        stop_loss_price=88.0,
        rules_passed=7,
    )


def accepted(day: int) -> OrderAccepted:
    """At the broker."""
    return OrderAccepted(ts_ns=bar(day).known_ns, client_order_id=f"o-{day}", agent_id="ppo_stock", symbol="AAPL")


def filled(day: int, side: Side = "buy", quantity: int = 100, price: float = 100.1) -> OrderFilled:
    """Filled at the open of the bar after."""
    b = bar(day + 1)
    return OrderFilled(
        ts_ns=b.known_ns,
        exec_id=f"x-{day}",
        client_order_id=f"o-{day}",
        agent_id="ppo_stock",
        symbol="AAPL",
        side=side,
        quantity=quantity,
        price=price,
        reference_price=100.0,
        commission=1.0,
        fees=0.0,
        spread_cost=abs(price - 100.0) * quantity,
        impact_cost=0.0,
        kind="open",
        purpose="entry" if side == "buy" else "reduce",
        bar_ns=b.start_ns,
        decision_id=decision_id(day),
    )


def holding(day: int, shares: int, avg_cost: float, realised: float = 0.0) -> PositionChanged:
    """The ledger's word."""
    return PositionChanged(
        ts_ns=bar(day).known_ns,
        agent_id="ppo_stock",
        symbol="AAPL",
        shares=shares,
        avg_cost=avg_cost,
        cash=50_000.0 - shares * avg_cost + realised,
        realised=realised,
    )


def protected(day: int, quantity: int = 100) -> ProtectionPlaced:
    """A stop at 88."""
    return ProtectionPlaced(
        ts_ns=bar(day).known_ns,
        agent_id="ppo_stock",
        symbol="AAPL",
        quantity=quantity,
        stop_loss_price=88.0,
        take_profit_price=0.0,
    )


def marked(day: int, equity: float, shares: int = 0, close: float = 100.0, agent: str = "ppo_stock") -> EquityMarked:
    """Equity at that bar's close."""
    b = bar(day)
    return EquityMarked(
        ts_ns=b.known_ns,
        agent_id=agent,
        symbol="AAPL" if agent == "ppo_stock" else "TNA",
        bar_ns=b.start_ns,
        equity=equity,
        cash=equity - shares * close,
        shares=shares,
        close=close,
        drawdown=max(0.0, 1.0 - equity / 50_000.0),
        session_end=True,
        parts=(1.0, 2.0, 0.0, -1.0, -0.5, 0.0, 0.0, 0.0),
    )


def rewarded(day: int, reward: float = 0.01) -> RewardRealised:
    """What the decision was worth."""
    return RewardRealised(
        ts_ns=bar(day + 1).known_ns,
        agent_id="ppo_stock",
        decision_id=decision_id(day),
        reward=reward,
        parts={"log_return": reward},
        episode=1,
        episode_reward=reward,
    )


def a_trade(bus: Bus) -> None:
    """Two bars: a decision to buy at the first, its fill and protection at the second."""
    bus.publish(RunStarted(ts_ns=START, run_id="r-1", mode="simulate", feed="csv", resumed=False))
    bus.publish(ModelDeployed(ts_ns=START, agent_id="ppo_stock", version="v1", algorithm="ppo", proven=False))
    first = [closed(0), marked(0, 50_000.0), due(0), made(0), approved(0), accepted(0), explained(0)]
    second = [closed(1, 102.0), filled(0), protected(1), holding(1, 100, 100.1), marked(1, 50_189.0, 100, 102.0)]
    for event in [*first, *second, rewarded(0), due(1, 102.0), made(1, "hold")]:
        bus.publish(event)
