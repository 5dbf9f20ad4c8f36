"""Which column of an observation means what, and how a normalised number reads in natural units."""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec

from rlbot.agents.own_history import OWN_FEATURES, OWN_SIZE
from rlbot.market.features.feature import Feature, percent
from rlbot.market.features.feature_set import FeatureSet
from rlbot.market.normalizer import SMALLEST_SPREAD, Normalizer, NormalizerState

OWN_POSITION = ("own_weight", "own_target_1", "own_target_2", "own_target_3", "own_target_4", "own_unrealised")


class Group(msgspec.Struct, frozen=True):
    """One driver: a feature with its lags, or a part of the agent's own history.

    `current`: its column of the present bar, the one that may change; -1 where none may.
    """

    feature: str
    label: str
    columns: tuple[int, ...]
    current: int = -1

    @property
    def actionable(self) -> bool:
        """Whether the market could change it; the agent's own history cannot be wished away."""
        return self.current >= 0


class Layout:
    """Columns: the features, then the same features one, two, … bars earlier, then the agent's own history."""

    def __init__(self, features: FeatureSet, history: int, normalizer: Normalizer) -> None:
        """`history`: earlier bars beside the present one. `normalizer`: of the features' inputs, as the observation's."""
        self._features = features
        self.names = features.names
        self._normalizer = normalizer
        self._mean, self._spread = _scales(normalizer.state())
        count = len(self.names)
        own = count * (history + 1)
        self.size = own + OWN_SIZE
        market = [
            Group(name, label, tuple(k + lag * count for lag in range(history + 1)), k)
            for k, (name, label) in enumerate(zip(self.names, features.labels, strict=True))
        ]
        position = tuple(own + k for k, name in enumerate(OWN_FEATURES) if name in OWN_POSITION)
        month = tuple(own + k for k, name in enumerate(OWN_FEATURES) if name not in OWN_POSITION)
        self.groups = (*market, Group("own_position", "Own position", position), Group("own_month", "Own month", month))
        self._month_return = own + OWN_FEATURES.index("own_month_return")

    def input_of(self, column: int, normalised: float) -> float:
        """The ratio or log that a normalised number of a market column stands for."""
        k = column % len(self.names)
        return self._mean[k] + self._spread[k] * normalised

    def shown(
        self, vector: Sequence[float], values: Sequence[float], close: float, inputs: Sequence[float] = ()
    ) -> list[tuple[float, str]]:
        """Number and text of each group. `values`: the features in natural units; `inputs`: theirs, else from `vector`."""
        if self._normalizer.online:
            self._mean, self._spread = _scales(self._normalizer.state())
        inputs = inputs or [self.input_of(k, vector[k]) for k in range(len(self.names))]
        market = self._features.shown(values, inputs, close)
        weight, month = vector[self.groups[-2].columns[0]], vector[self._month_return]
        earned = math.expm1(month / 10.0)  # own_history gives 10 times the log return
        return [*market, (weight, percent(weight, 0, plus=False)), (earned, percent(earned, 1))]

    def levels(self, k: int, vector: Sequence[float]) -> tuple[float, float]:
        """Input of group `k` now and a bar ago (0 is neutral); the agent's own history has none."""
        if not self.groups[k].actionable:
            return 0.0, 0.0
        earlier = k + len(self.names)
        now = self.input_of(k, vector[k])
        return now, self.input_of(earlier, vector[earlier]) if len(self.groups[k].columns) > 1 else now

    def feature(self, k: int) -> Feature:
        """The feature of market column `k`."""
        return self._features.feature(k)

    def normalised(self, k: int, input_: float) -> float:
        """What the observation would hold in column `k` for another input: through the normalizer, its cut-off included."""
        inputs = list(self._mean)
        inputs[k] = input_
        return self._normalizer.normalised(inputs)[k]


def _scales(state: NormalizerState) -> tuple[list[float], list[float]]:
    spreads = [math.sqrt(s / (state.count - 1)) if state.count > 1 else 0.0 for s in state.squares]
    return list(state.mean), [s if s > SMALLEST_SPREAD else 1.0 for s in spreads]
