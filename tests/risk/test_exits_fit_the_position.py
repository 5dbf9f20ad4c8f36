"""Any history of bars, splits, decisions, flattens and kills on the simulated broker: exits only ever close what is held.

Orders fill in part (a share of thin volume), protection triggers inside bars, two agents may share a symbol, one may go short.
"""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from rlbot.events.commands import Flatten, Kill, ResumeTrading
from rlbot.events.market import SplitApplied
from rlbot.events.ops import AlertRaised
from rlbot.events.trade import OrderFilled
from rlbot.portfolio.positions import split_shares
from tests.risk.trading_path import TradingPath, agent, daily

DAYS_TO_FLAT = 400
FACTORS = (2.0, 3.0, 1.5, 4 / 3, 0.5, 0.1, 0.05)

DAY = st.fixed_dictionaries(
    {
        "split": st.none() | st.sampled_from(FACTORS),
        "gap": st.floats(-0.06, 0.06),
        "move": st.floats(-0.08, 0.08),
        "volume": st.sampled_from((0.0, 1e3, 1e5, 1e7)),
        "weights": st.tuples(st.none() | st.floats(-1.5, 1.5), st.none() | st.floats(0.0, 1.0)),
        "then": st.sampled_from((None, None, None, None, "flatten", "kill", "resume")),
    }
)
WORLD = st.fixed_dictionaries(
    {
        "short": st.booleans(),
        "participation": st.sampled_from((0.0, 0.0003, 0.01)),
        "stop_loss": st.sampled_from((None, 0.02, 0.1)),
        "take_profit": st.sampled_from((None, 0.03)),
        "days": st.lists(DAY, min_size=3, max_size=25),
    }
)


class Fuzzed:
    """One path, one agent that may be short or two long-only ones on one symbol; every fill is looked at."""

    def __init__(self, world: dict[str, object]) -> None:
        limits = {"allow_short": world["short"], "stop_loss": world["stop_loss"], "take_profit": world["take_profit"]}
        costs = {"max_participation": world["participation"]}
        self.names = ("a",) if world["short"] else ("a", "b")
        self.path = TradingPath(*(agent(name, limits=limits, costs=costs) for name in self.names))
        self.held = dict.fromkeys(self.names, 0.0)
        self.killed = False
        self.price = 100.0
        self.number = 0
        self.path.bus.on(OrderFilled, self.on_fill)

    def on_fill(self, fill: OrderFilled) -> None:
        before = self.held[fill.agent_id]
        after = before + (fill.quantity if fill.side == "buy" else -fill.quantity)
        assert before * after >= 0.0, "a fill flipped the position"
        if fill.purpose == "entry":
            assert not self.killed, "an entry filled while killed"
        else:
            assert abs(after) < abs(before), "an exit made the position larger"
        self.held[fill.agent_id] = after

    def bar(self, gap: float = 0.0, move: float = 0.0, volume: float = 1e7, split: float | None = None) -> None:
        actions = []
        if split is not None:
            actions.append(SplitApplied(ts_ns=0, symbol="ABC", session_ns=0, factor=split))
            self.price /= split
            self.held = {name: split_shares(shares, split) for name, shares in self.held.items()}
        open_ = self.price * (1.0 + gap)
        self.price = open_ * (1.0 + move)
        high, low = max(open_, self.price) * 1.01, min(open_, self.price) * 0.99
        self.last = daily(self.number, open_, high, low, self.price, volume)
        self.number += 1
        self.path.play(self.last, actions=actions)

    def fits(self) -> None:
        """Working exits and the pair together never claim more than is held; both books know the same."""
        for name in self.names:
            shares = abs(self.path.ledger.shares(name))
            desk = self.path.broker._desks[name]
            assert self.path.ledger.shares(name) == self.held[name] == desk.shares
            assert self.path.orders.open_reducing(name) <= shares
            assert desk.pair.quantity + desk.uncovered() <= shares


@settings(deadline=None, max_examples=150)
@given(world=WORLD)
def test_exits_only_ever_close_what_is_held_and_a_flatten_ends_flat(world: dict[str, Any]) -> None:
    fuzzed = Fuzzed(world)
    publish = fuzzed.path.bus.publish
    for day in world["days"]:
        weights, then = day["weights"], day["then"]
        fuzzed.bar(day["gap"], day["move"], day["volume"], day["split"])
        for name, weight in zip(fuzzed.names, weights, strict=False):
            if weight is not None:
                fuzzed.path.decide(weight, fuzzed.last, name)
        fuzzed.fits()
        if then == "flatten":
            publish(Flatten(ts_ns=fuzzed.last.known_ns, origin="test"))
        elif then == "kill":
            publish(Kill(ts_ns=fuzzed.last.known_ns, origin="test"))
            fuzzed.killed = True
        elif then == "resume":
            publish(ResumeTrading(ts_ns=fuzzed.last.known_ns, origin="test"))
            fuzzed.killed = False
        fuzzed.fits()
    publish(Flatten(ts_ns=fuzzed.last.known_ns, origin="test"))
    for _ in range(DAYS_TO_FLAT):
        if not any(fuzzed.held.values()):
            break
        fuzzed.bar()
        fuzzed.fits()
    assert not any(fuzzed.held.values())
    assert fuzzed.path.orders.open_orders() == [] and fuzzed.path.heard(AlertRaised) == []
