"""Why a learned agent decided as it did. A function of policy, observation and normalizer: live and later alike.

Method: integrated gradients, 50 Gauss-Legendre nodes, in float64, from a baseline (the training median; or the previous bar).
- SAC: of the mean before tanh.
- PPO: of the logit of the chosen weight minus that of its rival. The rival is the weight that the baseline would have
  chosen; where that is the same one, the runner-up.
Effects are in target weight: the attributions times one factor, so that they add up to target weight minus baseline target
weight. Two cases have no such factor, and there `total_effect` is what they do add up to:
- PPO where baseline and decision choose alike: the change of the mean weight of chosen and runner-up, each weighed by its share
  of their probability (how far the inputs pushed towards, or away from, another choice).
- Near-ties, where large attributions cancel: the same, and no single effect exceeds the whole range of weights.
"""

from __future__ import annotations

from math import copysign, exp

import numpy as np

from rlbot.agents.agent import Observation
from rlbot.agents.attribution import SmoothNetwork, integrated_gradients
from rlbot.agents.baseline_text import measured_from
from rlbot.agents.counterfactual import ActionsOf, altering, smallest_flips
from rlbot.agents.flip_text import flip_text
from rlbot.agents.layout import Layout
from rlbot.agents.learned import weight_range, weight_reader
from rlbot.agents.policy import F64, Policy
from rlbot.agents.sentences import Reason, policy_sentence
from rlbot.events.agent import DecisionExplained, DecisionMade, Driver
from rlbot.risk.sizing import share_delta
from rlbot.settings.agent import LimitSettings

DRIVERS = 5
FLIPS = 2  # shown: the nearest, and one more
NO_FLIP = "no single change flips it"


class PolicyExplainer:
    """Explains the decisions of one policy in one layout of observations."""

    def __init__(self, policy: Policy, layout: Layout, limits: LimitSettings) -> None:
        """Raises ValueError where the policy reads observations of another length."""
        if policy.arrays.inputs != layout.size:
            raise ValueError(f"the policy reads {policy.arrays.inputs} inputs, but the observation has {layout.size}")
        self._policy = policy
        self._network = SmoothNetwork(policy.arrays)
        self._layout = layout
        self._band = limits.no_trade_band
        lowest, highest = weight_range(limits)
        self._widest = highest - lowest
        self._weight_of = weight_reader(policy.arrays, limits)
        self._median = policy.arrays.median.astype(np.float64)
        reference = policy.arrays.reference.astype(np.float64)
        self._reference = reference
        self._reference_squares = (reference * reference).sum(axis=1)
        self._columns = [group.current for group in layout.groups if group.actionable]

    def explain(
        self, decision: DecisionMade, observation: Observation, previous: Observation | None = None
    ) -> DecisionExplained:
        """`previous`: measure from that bar instead of from the training median."""
        vector = observation.vector
        point = vector.astype(np.float64)
        baseline = self._median if previous is None else previous.vector.astype(np.float64)
        parts, total, error = self.attribute(point, baseline)
        layout = self._layout
        row = vector.tolist()
        shown = layout.shown(row, observation.features, observation.close, observation.inputs)
        effects = [float(parts[list(group.columns)].sum()) for group in layout.groups]
        order = sorted(range(len(effects)), key=lambda k: abs(effects[k]), reverse=True)
        drivers = tuple(
            Driver(
                feature=layout.groups[k].feature,
                label=layout.groups[k].label,
                value=shown[k][0],
                text=shown[k][1],
                effect=effects[k],
                actionable=layout.groups[k].actionable,
            )
            for k in order[:DRIVERS]
        )
        reasons = [
            Reason(d.feature, d.label, d.text, d.effect, *layout.levels(k, row)) for k, d in zip(order, drivers, strict=False)
        ]
        named = "training median" if previous is None else "previous bar"
        usual = self._weight_of(self._network.outputs(baseline[None, :])[0].tolist())
        return DecisionExplained(
            ts_ns=decision.ts_ns,
            agent_id=decision.agent_id,
            decision_id=decision.decision_id,
            sentence=policy_sentence(decision, reasons),
            drivers=drivers,
            other_effect=total - sum(d.effect for d in drivers),
            total_effect=total,
            baseline=named,
            measured=measured_from(decision, drivers, total, usual, named),
            completeness_error=error,
            decisiveness=decision.confidence,
            distance=self.distance(point),
            flip=self._flip(observation, row),
        )

    def attribute(self, point: F64, baseline: F64) -> tuple[F64, float, float]:
        """Effects on the target weight per input [n], their sum, and the relative error of completeness."""
        now, before = self._network.outputs(np.stack([point, baseline]))
        change = self._weight_of(now.tolist()) - self._weight_of(before.tolist())
        contrast = np.zeros(len(now))
        contrast[0] = 1.0
        leaning = change
        if self._policy.arrays.kind == "ppo":
            chosen, usual = int(now.argmax()), int(before.argmax())
            rival = usual if usual != chosen else int(np.argsort(now)[-2])
            contrast[0] = 0.0
            contrast[chosen], contrast[rival] = 1.0, -1.0
            gap = self._weight_of(_one_hot(chosen, len(now))) - self._weight_of(_one_hot(rival, len(now)))
            leaning = gap * (_logistic(float(contrast @ now)) - _logistic(float(contrast @ before)))
            if usual == chosen:
                change = leaning
        found = integrated_gradients(self._network, point, baseline, contrast.tolist())
        moved = found.value - found.baseline_value
        if abs(moved) < 1e-12:
            return found.parts * 0.0, 0.0, found.error
        largest = max(abs(float(found.parts[list(group.columns)].sum())) for group in self._layout.groups)
        factor = change / moved
        if abs(factor) * largest > self._widest:
            factor = leaning / moved
        if abs(factor) * largest > self._widest:
            factor = copysign(self._widest / largest, factor)
        return found.parts * factor, moved * factor, found.error

    def distance(self, point: F64) -> float:
        """From the nearest training observation kept, in typical nearest distances; 0 where none is kept."""
        if not len(self._reference):
            return 0.0
        squares = self._reference_squares - 2.0 * (self._reference @ point) + float(point @ point)
        return float(max(squares.min(), 0.0) ** 0.5) / self._policy.arrays.typical_distance

    def _flip(self, observation: Observation, row: list[float]) -> str:
        reader, vector = self._actions_reader(observation), observation.vector
        alters = altering(self._policy, reader, vector)
        texts: list[str] = []
        for flip in smallest_flips(self._policy, reader, vector, self._columns):
            if text := flip_text(self._layout, flip, row, observation.close, alters):
                texts.append(text)
            if len(texts) == FLIPS:
                break
        return ", or ".join(texts) if texts else NO_FLIP

    def _actions_reader(self, observation: Observation) -> ActionsOf:
        """What counts as another action: for PPO another target weight, for SAC another of buy, sell and hold."""
        if self._policy.arrays.kind == "ppo":
            return lambda outputs: outputs.argmax(axis=1)
        return lambda outputs: np.array([self._side(w, observation) for w in map(self._weight_of, outputs.tolist())])

    def _side(self, weight: float, seen: Observation) -> int:
        close, equity = seen.close, seen.equity or 1e6 * seen.close  # unknown equity: shares as fine as weights
        delta = share_delta(weight, round(seen.weight * equity / close), equity, close, self._band)
        return (delta > 0.0) - (delta < 0.0)


def _one_hot(k: int, n: int) -> list[float]:
    return [float(i == k) for i in range(n)]


def _logistic(x: float) -> float:
    return 1.0 / (1.0 + exp(-x)) if x > -700.0 else 0.0
