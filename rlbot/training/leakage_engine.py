"""The leakage suite's longest pipeline: bars through the whole engine to decisions, their reasons, orders, fills and equity."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from zlib import crc32

from rlbot.agents.loading import from_files
from rlbot.agents.seat import Seat
from rlbot.agents.version_files import VersionFiles
from rlbot.clock import ReplayClock
from rlbot.engine import Engine, build
from rlbot.events.agent import DecisionExplained, DecisionMade, RewardRealised
from rlbot.events.base import Interval
from rlbot.events.market import DecisionDue
from rlbot.events.trade import EquityMarked, OrderApproved, OrderCancelled, OrderFilled, OrderRefused, ProtectionPlaced
from rlbot.market.feeds.feed import Batch
from rlbot.risk.limits import NO_ACCOUNT_LIMITS
from rlbot.settings.agent import AgentSettings
from rlbot.training.leakage import Fill, Pipeline, Row

ACTIONS = {"sell": -1.0, "hold": 0.0, "buy": 1.0}


def trading(
    settings: AgentSettings,
    files: VersionFiles,
    *,
    warm_up: int = 20,
    explain_every: int = 8,
    observations_only: bool = False,
    vix: Interval = "1d",
) -> Callable[[], Pipeline]:
    """One learned agent in the real engine, the simulated broker beside it.

    `explain_every`: of so many decisions one says why; a rationale costs thirty times what the rest of a bar does.
    The first `warm_up` batches run through `Engine.warm_up`, the others are played; a negative number plays so many at the end.
    `observations_only`: nothing but the market's part of what was decided on, for a comparison of two lengths of history.
    It decides on features that are not warm yet too: what they may know does not depend on it. Fills that a bar's volume may
    bound (`max_participation`) are told of as rows only, for they depend on more than an open.
    """

    def pipeline(batches: Sequence[Batch]) -> Iterator[Row | Fill]:
        seat = Seat(settings, from_files(settings, files))
        seat.needs_features = False
        engine = build([seat], clock=ReplayClock(), account=NO_ACCOUNT_LIMITS, vix_intervals={settings.id: vix})
        ears = _Ears(engine, seat, 0 if observations_only else explain_every, bounded=settings.costs.max_participation > 0.0)
        engine.warm_up(batches[:warm_up])
        for batch in batches[warm_up:]:
            engine.play(batch)
            yield from ears.heard()

    return lambda: pipeline


class _Ears:
    """Everything that the engine says, as numbers."""

    def __init__(self, engine: Engine, seat: Seat, explain_every: int, bounded: bool) -> None:
        self._agents = engine.agents
        self._seat = seat
        self._explain_every = explain_every
        self._bounded = bounded
        self._said: list[Row | Fill] = []
        self._available_ns = 0
        self._decisions = 0
        self._decided: dict[str, int] = {}
        on = engine.bus.on
        on(DecisionDue, self._on_due)
        on(DecisionMade, self._on_decision)
        if not explain_every:
            return
        on(OrderApproved, self._on_order)
        on(OrderRefused, lambda e: self._say(e.ts_ns, crc32(e.rule.encode()), e.quantity, e.limit, e.value))
        on(OrderCancelled, lambda e: self._say(e.ts_ns, crc32(e.reason.encode()), e.filled))
        on(OrderFilled, self._on_fill)
        on(ProtectionPlaced, lambda e: self._say(e.ts_ns, e.quantity, e.stop_loss_price, e.take_profit_price))
        on(EquityMarked, lambda e: self._say(e.ts_ns, e.equity, e.cash, e.shares, e.drawdown, *e.parts))
        on(RewardRealised, lambda e: self._say(e.ts_ns, e.reward, e.episode_reward, *e.parts.values()))

    def heard(self) -> list[Row | Fill]:
        """What was said since the last time."""
        said, self._said = self._said, []
        return said

    def _say(self, ts_ns: int, *values: float) -> None:
        self._said.append(Row(ts_ns, tuple(map(float, values))))

    def _on_due(self, event: DecisionDue) -> None:
        self._available_ns = event.available_ns

    def _on_decision(self, event: DecisionMade) -> None:
        self._decided[event.decision_id] = event.ts_ns
        seen = self._seat.last[1].vector.tolist() if self._seat.last is not None else []
        if not self._explain_every:
            self._said.append(Row(event.ts_ns, tuple(seen[: self._seat.builder.market_size]), self._available_ns))
            return
        said = (event.target_weight, event.confidence, *event.output, ACTIONS[event.action], *seen)
        self._said.append(Row(event.ts_ns, tuple(map(float, said)), self._available_ns))
        self._decisions += 1
        if self._decisions % self._explain_every == 0:
            why = self._agents.explain_last(event.agent_id)
            if why is not None:
                self._on_reason(why)

    def _on_reason(self, event: DecisionExplained) -> None:
        told = " ".join([event.sentence, event.flip, *(f"{d.label} {d.text} {d.effect!r}" for d in event.drivers)])
        self._say(event.ts_ns, crc32(told.encode()), event.total_effect, event.other_effect, event.distance)

    def _on_order(self, event: OrderApproved) -> None:
        signed = event.quantity if event.side == "buy" else -event.quantity
        self._say(event.ts_ns, signed, event.reference_price, event.stop_loss_price, event.take_profit_price)

    def _on_fill(self, event: OrderFilled) -> None:
        signed = event.quantity if event.side == "buy" else -event.quantity
        self._say(event.ts_ns, signed, event.price, event.commission, event.spread_cost, event.impact_cost)
        if event.kind == "open" and not self._bounded:
            self._said.append(Fill(event.ts_ns, self._decided.get(event.decision_id, 0), event.price, signed))
