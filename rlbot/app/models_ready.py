"""Before a start: every learned agent has a model, a quick one is trained where there is none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rlbot.agents.loading import AgentLoadError, open_seat
from rlbot.agents.registry import Manifest, ModelError, ModelRegistry
from rlbot.agents.scripted import ScriptError
from rlbot.agents.seat import Seat
from rlbot.app.configuration import is_learned
from rlbot.app.failure import CommandError
from rlbot.app.home import Home
from rlbot.app.output import note
from rlbot.app.sources import Source
from rlbot.app.training_job import train_in_child
from rlbot.clock import iso
from rlbot.events.market import Bar
from rlbot.settings.agent import AgentSettings

DAY_NS = 86_400_000_000_000


@dataclass(frozen=True, slots=True)
class Seated:
    """The seats of a start, and the manifests of the models in them."""

    seats: tuple[Seat, ...]
    manifests: dict[str, Manifest]


def seat_all(home: Home, agents: Sequence[AgentSettings], source: Source) -> Seated:
    """Seats for all agents; trains what is missing on the bars before the source's start. Raises CommandError."""
    registry = ModelRegistry(home.checkpoints)
    try:
        for agent in agents:
            if is_learned(agent) and registry.current(agent.id) is None:
                note(f"{agent.id} has no model yet: training a quick one on the bars before {iso(source.start_ns)[:10]}")
                registry.deploy(agent.id, train_in_child(home, agent.id, _arguments(source)))
        seats = tuple(open_seat(agent, registry, home.root) for agent in agents)
        manifests = {}
        for agent in agents:
            current = registry.current(agent.id) if is_learned(agent) else None
            if current is not None:
                manifests[agent.id] = registry.manifest(agent.id, current)
    except (AgentLoadError, ModelError, ScriptError) as error:
        raise CommandError(str(error)) from None
    return Seated(seats, manifests)


def in_sample(seated: Seated) -> Callable[[Bar], tuple[str, ...]]:
    """Which agents' models have seen a bar in training."""
    ranges = []
    for seat in seated.seats:
        manifest = seated.manifests.get(seat.agent_id)
        if manifest is not None and manifest.trained_to_ns:
            symbols = {seat.settings.symbol, seat.settings.underlying, "VIX"}
            ranges.append((seat.agent_id, symbols, manifest.trained_from_ns, manifest.trained_to_ns))

    def label(bar: Bar) -> tuple[str, ...]:
        start = bar.start_ns
        return tuple(name for name, symbols, first, last in ranges if bar.symbol in symbols and first <= start <= last)

    return label


def _arguments(source: Source) -> list[str]:
    before = iso(source.start_ns - DAY_NS)[:10]
    if source.folder is None:
        return ["--budget", "quick", "--feed", "synthetic", "--to", iso(source.start_ns)[:10]]
    return ["--budget", "quick", "--data", str(source.folder.path), "--to", before]
