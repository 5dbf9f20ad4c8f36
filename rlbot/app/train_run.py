"""Builds what a training run needs and runs it. Only here does `app` touch the training room."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from rlbot.agents.registry import Manifest, ModelError, ModelRegistry
from rlbot.app.failure import FAILED, INTERRUPTED, WRONG_USE, CommandError
from rlbot.app.home import Home
from rlbot.app.output import note
from rlbot.app.sources import SYNTHETIC_FROM, date_ns
from rlbot.app.suitable import SYNTHETIC_SOURCE
from rlbot.clock import WallClock, from_iso
from rlbot.market.data_error import DataError
from rlbot.settings.agent import AgentSettings

if TYPE_CHECKING:
    from rlbot.training.budgets import Budget
    from rlbot.training.dataset import TrainingData
    from rlbot.training.train import Progress

Told = Callable[[float, str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainWanted:
    """What the command line asked for; empty means the default."""

    data: str = ""
    start: str = ""
    end: str = ""
    steps: int | None = None
    seed: int | None = None
    budget: str = "standard"
    feed: str = "csv"


def train_version(home: Home, agent: AgentSettings, wanted: TrainWanted, told: Told) -> tuple[Manifest, bool]:
    """Train, store, and deploy where the agent has no version yet. Returns the manifest and whether it was deployed.

    Raises CommandError, after Ctrl-C too.
    """
    registry = ModelRegistry(home.checkpoints)
    before = registry.versions(agent.id)
    try:
        return _train(home, registry, agent, wanted, told)
    except KeyboardInterrupt:
        raise CommandError(_stopped(registry, agent.id, before), INTERRUPTED) from None


def _stopped(registry: ModelRegistry, agent_id: str, before: list[str]) -> str:
    """What Ctrl-C left behind; `before`: the versions there were."""
    for version in registry.versions(agent_id):
        if version not in before:
            return f"stopped: {version} was whole already and is kept; `rlbot models {agent_id}` shows it"
    there = f"what was trained before ({', '.join(before)}) stays" if before else "there is no earlier version"
    return f"stopped: nothing of this run is kept; {there}; the same command begins anew"


def _train(home: Home, registry: ModelRegistry, agent: AgentSettings, wanted: TrainWanted, told: Told) -> tuple[Manifest, bool]:
    import os

    os.environ.setdefault("RLBOT_CACHE", str(home.cache))
    told(0.0, "reading bars")
    from rlbot.training.algorithms import HyperparameterError, hyperparameters, rollout_steps, whole_steps
    from rlbot.training.train import asked_steps, train
    from rlbot.training.world import WorldError

    def said(state: Progress) -> None:
        reward = "" if math.isnan(state.reward) else f", reward {state.reward:.3f}"
        told(0.98 * state.done / max(1, state.total), f"{state.text} {state.done:,} of {state.total:,} steps{reward}")

    try:
        data, source = _data(home, agent, wanted)
        budget = cast("Budget", wanted.budget)
        hyper, asked = hyperparameters(agent), asked_steps(agent, budget, wanted.steps)
        if (whole := whole_steps(hyper, asked)) != asked:
            note(f"{agent.id} trains {whole:,} steps, not {asked:,}: in whole rollouts of {rollout_steps(hyper):,}")
        manifest = train(
            agent,
            data,
            registry,
            created_ns=WallClock().now_ns(),
            budget=budget,
            steps=asked,
            seed=wanted.seed,
            say=said,
            source=source,
        )
        deployed = registry.current(agent.id) is None
        if deployed:
            registry.deploy(agent.id, manifest.version)
    except (DataError, WorldError, HyperparameterError) as error:
        raise CommandError(str(error), WRONG_USE) from None
    except ModelError as error:
        raise CommandError(str(error), FAILED) from None
    except OSError as error:
        raise CommandError(f"the new version could not be written to {home.checkpoints}: {error.strerror or error}") from None
    told(1.0, f"{manifest.version} after {manifest.details['steps']:,} steps")
    return manifest, deployed


def _data(home: Home, agent: AgentSettings, wanted: TrainWanted) -> tuple[TrainingData, str]:
    from rlbot.market.data_folder import DataFolder
    from rlbot.training.dataset import agent_plan, folder_batches, training_data

    start_ns, end_ns = date_ns("--from", wanted.start), date_ns("--to", wanted.end)
    if wanted.feed == "synthetic":
        return _synthetic(home, agent, end_ns or from_iso(SYNTHETIC_FROM))
    folder = DataFolder(Path(wanted.data) if wanted.data else home.data)
    plan = agent_plan(agent, folder, start_ns, end_ns)
    batches = folder_batches(agent, plan, folder, start_ns, end_ns)
    return training_data(agent, plan, batches, start_ns, end_ns), str(folder.path)


def _synthetic(home: Home, agent: AgentSettings, before_ns: int) -> tuple[TrainingData, str]:
    """The same synthetic market that simulate plays, as it was before `before_ns`."""
    from rlbot.app.configuration import settings_of
    from rlbot.market.feeds.synthetic import HISTORY_SESSIONS, SyntheticFeed
    from rlbot.market.liquidity import BARS_PER_SESSION
    from rlbot.market.plan import subscriptions
    from rlbot.training.dataset import agent_plan, training_data

    settings = settings_of(home)
    plan = agent_plan(agent)
    leverage = {agent.symbol: (agent.underlying, agent.leverage)} if agent.underlying and agent.leverage != 1.0 else {}
    seed = settings.simulate.seed
    feed = SyntheticFeed(subscriptions((plan,)), seed, before_ns, None, None, leverage)
    bars = HISTORY_SESSIONS * math.ceil(BARS_PER_SESSION[agent.interval])
    own = agent.model_copy(update={"training": agent.training.model_copy(update={"on_underlying": False})})
    return training_data(own, plan, feed.history(before_ns, bars)), f"{SYNTHETIC_SOURCE}, seed {seed}"
