"""From recorded bars to a world to train in: the agent's own features, a normalizer taught by the range alone, strata."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rlbot.agents.observation import market_matrix
from rlbot.clock import iso
from rlbot.engine import agent_plan as engine_plan
from rlbot.market.data_error import DataError
from rlbot.market.data_folder import DataFolder
from rlbot.market.features.feature import VIX
from rlbot.market.features.feature_set import FeatureSet
from rlbot.market.feeds.csv_replay import CsvReplayFeed
from rlbot.market.feeds.feed import Batch, ReplayFeed, Subscription
from rlbot.market.normalizer import Normalizer
from rlbot.market.plan import AgentPlan, history_bars, subscriptions, wants_scores
from rlbot.settings.agent import AgentSettings
from rlbot.training.leveraged import LeveragedModel
from rlbot.training.leveraged_bars import on_underlying
from rlbot.training.recorded import Recorded, record
from rlbot.training.setup import setup_vector
from rlbot.training.start_table import vix_trend_strata
from rlbot.training.step_kernel import CLOSE, SPLIT
from rlbot.training.world import World, make_world

DAY_NS = 86_400_000_000_000
FEWEST = 64  # bars a model can be trained on at all


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingData:
    """A world and what it was made of. `made`: the model of the leveraged series, None for real bars."""

    world: World
    normalizer: Normalizer
    names: tuple[str, ...]
    first_ns: int
    last_ns: int
    digest: str
    made: LeveragedModel | None = None


def agent_plan(
    settings: AgentSettings, folder: DataFolder | None = None, start_ns: int | None = None, end_ns: int | None = None
) -> AgentPlan:
    """What the agent needs of the market; an intraday VIX where the folder has one for the range."""
    if folder is None or "vix" not in settings.features.names:
        return engine_plan(settings)
    return engine_plan(settings, folder.best_interval(VIX, settings.interval, start_ns, end_ns))


def folder_batches(
    settings: AgentSettings, plan: AgentPlan, folder: DataFolder, start_ns: int | None, end_ns: int | None
) -> list[Batch]:
    """The range with its warm-up before it, read as a backtest of the agent reads it. Raises DataError."""
    wanted = list(subscriptions((plan,)))
    if settings.training.on_underlying and settings.underlying:
        below = Subscription(settings.underlying, settings.interval)
        own = [plan.own()] if folder.has(plan.symbol, plan.interval) else []
        wanted = list(dict.fromkeys([below, *own, *wanted[1:]]))
    return with_warm_up(plan, CsvReplayFeed(folder, wanted, start_ns, end_ns, scores=wants_scores((plan,))))


def with_warm_up(plan: AgentPlan, feed: ReplayFeed) -> list[Batch]:
    """All batches of `feed`, and before them as much history as a backtest runs through before its first bar."""
    batches = list(feed.batches())
    if not batches:
        return []
    features = FeatureSet(plan.features, plan.symbol, plan.interval, plan.underlying)
    return [*feed.history(batches[0].ts_ns, history_bars(features.warm_up)), *batches]


def training_data(
    settings: AgentSettings,
    plan: AgentPlan,
    batches: Iterable[Batch],
    start_ns: int | None = None,
    end_ns: int | None = None,
    *,
    reward_scale: float = 1.0,
    normalizer: Normalizer | None = None,
) -> TrainingData:
    """A world of the bars within `start_ns`..`end_ns` (both included, by the bars' own timestamps), warm ones only.

    `normalizer`: a frozen one to use instead of teaching a new one (evaluation). Raises DataError or WorldError.
    """
    made = None
    if settings.training.on_underlying:
        if not settings.underlying:
            raise DataError(f'agent {settings.id} trains on_underlying but names no underlying: set underlying = "...".')
        batches, made = on_underlying(list(batches), settings.symbol, settings.underlying, settings.leverage)
    found = record(plan, batches)
    chosen = _chosen(found, settings, start_ns, end_ns)
    inputs = found.inputs.tolist()
    taught = normalizer or Normalizer.fitted(found.names, inputs[chosen])
    rows = market_matrix(inputs, settings.features.history, taught)[chosen]
    world = make_world(
        found.bars[chosen],
        rows,
        setup_vector(settings, reward_scale=reward_scale),
        strata=_strata(found, chosen),
        start_ns=found.start_ns[chosen],
    )
    times = found.start_ns[chosen]
    return TrainingData(
        world=world,
        normalizer=taught,
        names=found.names,
        first_ns=int(times[0]),
        last_ns=int(times[-1]),
        digest=found.digest(),
        made=made,
    )


def _chosen(found: Recorded, settings: AgentSettings, start_ns: int | None, end_ns: int | None) -> slice:
    inside = found.warm.copy()
    if start_ns is not None:
        inside &= found.start_ns >= start_ns
    if end_ns is not None:
        inside &= found.start_ns <= (end_ns + DAY_NS - 1 if end_ns % DAY_NS == 0 else end_ns)
    at = np.flatnonzero(inside)
    if len(at) < FEWEST:
        covers = (
            f"{iso(int(found.start_ns[0]))[:10]} to {iso(int(found.start_ns[-1]))[:10]}" if len(found.start_ns) else "nothing"
        )
        warm = int(found.warm.sum())
        raise DataError(
            f"{settings.symbol} {settings.interval} has {len(at)} usable bars in the range (of {len(found.start_ns)} read, "
            f"{covers}, {warm} after the features' warm-up); at least {FEWEST} are needed. Choose a longer or earlier range."
        )
    return slice(int(at[0]), int(at[-1]) + 1)


def _strata(found: Recorded, chosen: slice) -> NDArray[np.int64]:
    close = np.cumprod(np.concatenate(([1.0], _growth(found)[chosen][1:])))
    known = "vix" in found.names
    vix = found.values[chosen, found.names.index("vix")] if known else np.full(len(close), np.nan)
    return vix_trend_strata(vix, np.asarray(close, np.float64))


def _growth(found: Recorded) -> NDArray[np.float64]:
    close = found.bars[:, CLOSE]
    growth = np.ones(len(close))
    growth[1:] = close[1:] * found.bars[1:, SPLIT] / close[:-1]
    return growth
