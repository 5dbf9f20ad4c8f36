"""Features and observation, µs a decision: what of the 33 µs a bar (30,000 bars/s) they take. Beside them, an empty bus.

python -m benchmarks.bench_features
"""

from __future__ import annotations

import json
import math
import random
import time
from collections.abc import Callable, Sequence
from typing import Any

from rlbot.agents.observation import ObservationBuilder
from rlbot.agents.own_history import OWN_SIZE, OWN_STATE, own_features, own_session_end, reset_own
from rlbot.bus import Bus
from rlbot.events.market import Bar, BarClosed, DecisionDue, InstantClosed
from rlbot.market.market_data import AgentPlan, MarketData
from rlbot.market.normalizer import Normalizer

DAY, CLOSE, LATER = 86_400_000_000_000, 75_600_000_000_000, 900_000_000_000
STOCK = ("price", "volume", "rsi", "macd", "ema_10", "ema_50", "vix")
CHUNK = 500


def day(rng: random.Random, k: int, symbols: Sequence[str]) -> list[BarClosed | InstantClosed]:
    """One session: own bar and underlying at the close, the VIX a quarter of an hour later."""
    price = 100.0 * math.exp(0.2 * math.sin(k / 50.0) + rng.gauss(0.0, 0.01))
    events: list[BarClosed | InstantClosed] = []
    for symbol in symbols:
        ts_ns = k * DAY + CLOSE + (LATER if symbol == "VIX" else 0)
        if symbol == "VIX":
            events.append(InstantClosed(ts_ns=k * DAY + CLOSE))
        bar = Bar(symbol, "1d", k * DAY, ts_ns, price, price * 1.01, price * 0.99, price, rng.uniform(1e6, 2e6))
        events.append(BarClosed(ts_ns=ts_ns, bar=bar))
    return [*events, InstantClosed(ts_ns=k * DAY + CLOSE + LATER)]


def best(call: Callable[[Any], object], items: Sequence[object]) -> float:
    """µs a call, in the best of the chunks."""
    fastest = math.inf
    for i in range(0, len(items) - CHUNK + 1, CHUNK):
        chunk = items[i : i + CHUNK]
        start = time.perf_counter()
        for one in chunk:
            call(one)
        fastest = min(fastest, time.perf_counter() - start)
    return fastest / CHUNK * 1e6


def measure(agent_id: str, names: tuple[str, ...], symbols: tuple[str, ...], days: int) -> dict[str, float]:
    """µs a decision, part by part."""
    rng = random.Random(1)
    sessions = [day(rng, k, symbols) for k in range(1, days)]
    events = [event for session in sessions for event in session]
    per_day = len(sessions[0])
    bus, empty = Bus(), Bus()
    due: list[DecisionDue] = []
    market_data = MarketData(bus, (AgentPlan(agent_id, symbols[0], "1d", "IWM", names),))
    bus.on(BarClosed, market_data.on_bar)
    bus.on(InstantClosed, market_data.on_instant)
    bus.on(DecisionDue, due.append)
    empty.on(BarClosed, lambda event: None)
    empty.on(InstantClosed, lambda event: None)
    features = best(bus.publish, events) * per_day
    builder = ObservationBuilder(names, 3, Normalizer.fitted(names, [one.inputs for one in due]))
    own, out = [0.0] * OWN_STATE, [0.0] * OWN_SIZE
    reset_own(own, 1e5)
    for _ in range(30):
        own_session_end(own, 1e5)
    return {
        "features": features,
        "of_it_an_empty_bus": best(empty.publish, events) * per_day,
        "push": best(builder.push, [one.inputs for one in due]),
        "observe": best(lambda _: builder.observe(own, 0.5, 0.1, 1e5), due),
        "of_it_own_history": best(lambda _: own_features(own, out, 0, 0.5, 0.1, 1e5), due),
    }


def main(days: int = 10_000) -> None:
    """Print one JSON line per agent."""
    agents: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
        "ppo_stock": (STOCK, ("AAPL", "VIX")),
        "sac_etf": ((*STOCK, "underlying"), ("TNA", "IWM", "VIX")),
    }
    for agent_id, (names, symbols) in agents.items():
        times = {name: round(value, 2) for name, value in measure(agent_id, names, symbols, days).items()}
        print(json.dumps({"bench": "features", "agent": agent_id, "us_per_decision": times}))


if __name__ == "__main__":
    main()
