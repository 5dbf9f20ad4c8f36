"""From an agent's file to an agent that decides: built-in by name, a version from disk, anything else by path.

A third party's agent is `package.module:Class`; it is called with its settings and the folder of its deployed version (None
where there is none), and must satisfy the Protocol in `agent.py`.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import cast

from rlbot.agents.agent import Agent
from rlbot.agents.baselines import LEVERAGED_TARGET, PLAIN_TARGET, Flat, Hold, Sma200, VolTarget
from rlbot.agents.fitting import misfit
from rlbot.agents.layout import Layout
from rlbot.agents.learned import learned_agent
from rlbot.agents.observation import ObservationBuilder
from rlbot.agents.policy import Policy
from rlbot.agents.process_messages import Start
from rlbot.agents.process_runner import ChildError, ProcessRunner
from rlbot.agents.rationale import PolicyExplainer
from rlbot.agents.registry import ModelError, ModelRegistry
from rlbot.agents.remote import RemoteExplainer, remote_agent
from rlbot.agents.rule_explainer import RuleExplainer
from rlbot.agents.runners import InlineRunner, Runner
from rlbot.agents.scripted import ScriptedAgent, read_script
from rlbot.agents.seat import Loaded, Seat
from rlbot.agents.version_files import VersionFiles, read_version_files
from rlbot.market.features.feature import BARS_PER_YEAR
from rlbot.market.features.feature_set import FeatureSet
from rlbot.market.instruments import LEVERAGED
from rlbot.market.normalizer import Normalizer
from rlbot.settings.agent import BUILT_IN, AgentSettings

LEARNED = ("ppo", "sac")
Factory = Callable[[AgentSettings, Path | None], Agent]


class AgentLoadError(ValueError):
    """An agent that cannot be made from its file; the message is a sentence that says what is allowed."""


def open_seat(
    settings: AgentSettings, registry: ModelRegistry, home: Path, version: str = "", *, wall_clock: bool = False
) -> Seat:
    """The agent's seat. `version`: instead of the deployed one; `home`: what a script's path is relative to.

    `wall_clock`: an agent in a process of its own has `deadline_s` to answer; else it is waited for. `Seat.close` ends it.
    Raises AgentLoadError, ModelError or ScriptError, each a sentence for people.
    """
    learned, features = settings.algorithm in LEARNED, _features(settings)
    runner: Runner | None = None
    if settings.runner == "process":
        if learned:
            loaded = load(settings, registry, home, version)  # the core explains; the child decides with the same version
            version = loaded.agent.version
        runner = child = _child(settings, registry, home, version, settings.deadline_s if wall_clock else None)
        if not learned:
            loaded = Loaded(remote_agent(child), _builder(settings, features), RemoteExplainer(child))
    else:
        loaded = load(settings, registry, home, version)
        if settings.algorithm not in BUILT_IN:
            runner = InlineRunner(loaded.agent)
    again = (lambda other: load(settings, registry, home, other)) if learned else None
    return Seat(settings, loaded, warm_up_bars=features.warm_up, load=again, runner=runner)


def _child(
    settings: AgentSettings, registry: ModelRegistry, home: Path, version: str, deadline_s: float | None
) -> ProcessRunner:
    start = Start(settings.model_dump_json().encode(), str(registry.folder.resolve()), str(home.resolve()), version)
    try:
        return ProcessRunner(start, deadline_s=deadline_s)
    except ChildError as error:
        told = str(error)
        raise AgentLoadError(told if told.startswith(settings.id) else f"{settings.id}: {told}") from None


def load(settings: AgentSettings, registry: ModelRegistry, home: Path, version: str = "") -> Loaded:
    """Agent, observation builder and explainer. Raises as `open_seat`."""
    algorithm = settings.algorithm
    if algorithm in LEARNED:
        wanted = version or registry.current(settings.id)
        if not wanted:
            raise ModelError(f"{settings.id} has no trained model yet. Run `rlbot train {settings.id}`.")
        return from_files(settings, read_version_files(registry, settings.id, wanted), registry.way_out(settings.id, wanted))
    features = _features(settings)
    agent = _by_rule(settings, home) if algorithm in BUILT_IN else _by_path(settings, registry)
    return Loaded(agent, _builder(settings, features), RuleExplainer(agent))


def from_files(settings: AgentSettings, files: VersionFiles, way_out: str = "") -> Loaded:
    """A learned agent from a version in memory. Raises ModelError where it does not fit the agent's file."""
    features = _features(settings)
    kind, history = files.arrays.kind, settings.features.history
    if kind != settings.algorithm:
        raise ModelError(
            f"Version {files.version} of {settings.id} is a {kind} model, its file says {settings.algorithm}. {way_out}"
        )
    if wrong := misfit(files.trained, settings):
        raise ModelError(f"Version {files.version} of {settings.id} {wrong}. {way_out}")
    if files.normalizer.names != features.names:
        trained, asked = ", ".join(files.normalizer.names), ", ".join(features.names)
        raise ModelError(
            f"Version {files.version} of {settings.id} was trained on {trained}; its file now asks for {asked}. {way_out}"
        )
    normalizer = Normalizer.restored(files.normalizer, online=settings.features.online_normalizer)
    builder = ObservationBuilder(features.names, history, normalizer)
    if builder.size != files.arrays.inputs:
        raise ModelError(
            f"Version {files.version} of {settings.id} reads {files.arrays.inputs} inputs, but history = {history} gives "
            f"{builder.size}. {way_out}"
        )
    policy = Policy(files.arrays)
    layout = Layout(features, history, normalizer)
    try:
        agent = learned_agent(policy, files.version, settings.limits)
        explainer = PolicyExplainer(policy, layout, settings.limits)
    except ValueError as error:
        raise ModelError(f"Version {files.version} of {settings.id} cannot be used: {error}. {way_out}") from None
    return Loaded(agent, builder, explainer)


def _builder(settings: AgentSettings, features: FeatureSet) -> ObservationBuilder:
    normalizer = Normalizer(features.names, online=settings.features.online_normalizer)
    return ObservationBuilder(features.names, settings.features.history, normalizer)


def _features(settings: AgentSettings) -> FeatureSet:
    return FeatureSet(settings.features.names, settings.symbol, settings.interval, settings.underlying)


def _by_rule(settings: AgentSettings, home: Path) -> Agent:
    most = settings.limits.max_weight
    match settings.algorithm:
        case "hold":
            return Hold(most)
        case "flat":
            return Flat()
        case "sma_200":
            return Sma200(most)
        case "vol_target":
            leveraged = settings.leverage != 1.0 or settings.symbol in LEVERAGED  # the file need not say what TNA is
            target = LEVERAGED_TARGET if leveraged else PLAIN_TARGET
            return VolTarget(target, BARS_PER_YEAR[settings.interval], most)
        case _:
            if not settings.decisions:
                raise AgentLoadError(
                    f'{settings.id}: algorithm = "scripted" needs decisions = "orders.csv", a CSV with timestamp,target_weight.'
                )
            return ScriptedAgent(read_script(home / settings.decisions), Path(settings.decisions).name)


def _by_path(settings: AgentSettings, registry: ModelRegistry) -> Agent:
    path = settings.algorithm
    module_name, colon, class_name = path.partition(":")
    if not colon or not module_name or not class_name:
        allowed = ", ".join(BUILT_IN)
        raise AgentLoadError(f"{settings.id}: algorithm '{path}' is unknown; allowed are {allowed} or package.module:Class.")
    try:
        factory = getattr(importlib.import_module(module_name), class_name)
    except (ImportError, AttributeError) as error:
        raise AgentLoadError(f"{settings.id}: '{path}' cannot be imported ({error}); is its package installed?") from None
    current = registry.current(settings.id)
    try:
        agent = cast(Factory, factory)(settings, registry.path(settings.id, current) if current else None)
    except Exception as error:  # noqa: BLE001 - somebody else's constructor may raise anything
        raise AgentLoadError(f"{settings.id}: '{path}' could not be made: {type(error).__name__}: {error}.") from None
    if not callable(getattr(agent, "decide", None)) or not isinstance(getattr(agent, "version", None), str):
        raise AgentLoadError(f"{settings.id}: '{path}' makes no agent: it needs `version` and `decide(observation)`.")
    return agent
