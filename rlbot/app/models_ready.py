"""Before a start: every learned agent has a model; a quick one is trained where there is none, never for live."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rlbot.agents.loading import AgentLoadError, open_seat
from rlbot.agents.registry import Manifest, ModelError, ModelRegistry
from rlbot.agents.scripted import ScriptError
from rlbot.agents.seat import Seat
from rlbot.app.configuration import is_learned
from rlbot.app.failure import WRONG_USE, CommandError
from rlbot.app.home import Home
from rlbot.app.live_seats import trader
from rlbot.app.output import note
from rlbot.app.sources import Source
from rlbot.app.suitable import newest_suitable, trained_on_synthetic
from rlbot.app.training_job import train_in_child
from rlbot.clock import iso
from rlbot.events.market import Bar
from rlbot.settings.agent import AgentSettings

DAY_NS = 86_400_000_000_000
RECORDED = ("csv", "synthetic")  # feeds whose bars wait for an answer


@dataclass(frozen=True, slots=True)
class Seated:
    """The seats of a start, and the manifests of the models in them. `instead`: who stands in for whom, as sentences."""

    seats: tuple[Seat, ...]
    manifests: dict[str, Manifest]
    instead: tuple[str, ...] = ()

    @property
    def agents(self) -> tuple[AgentSettings, ...]:
        """The settings of those who really decide."""
        return tuple(seat.settings for seat in self.seats)


def seat_all(
    home: Home,
    agents: Sequence[AgentSettings],
    source: Source,
    *,
    live: bool = False,
    moved: Callable[[], None] = lambda: None,
) -> Seated:
    """Seats for all agents; trains what is missing on the bars before the source's start. Raises CommandError.

    `live`: nothing is trained, and who is not proven gives way to the baseline. `moved`: called while a training goes on.
    """
    registry = ModelRegistry(home.checkpoints)
    instead: tuple[str, ...] = ()
    try:
        if live:
            traders = [trader(registry, agent) for agent in agents]
            agents = [one.settings for one in traders]
            versions = {one.settings.id: one.version for one in traders if is_learned(one.settings)}
            instead = tuple(one.sentence for one in traders if one.instead)
            for sentence in instead:
                note(sentence)
        else:
            versions = {agent.id: _made_ready(home, registry, agent, source, moved) for agent in agents if is_learned(agent)}
        waits = source.name in RECORDED
        seats = tuple(open_seat(a, registry, home.root, versions.get(a.id, ""), wall_clock=not waits) for a in agents)
        manifests = {name: registry.manifest(name, version) for name, version in versions.items()}
        for name, manifest in manifests.items():
            if not manifest.proven:
                note(f"{name} {manifest.version} is not proven: {unproven(manifest)}; it never trades live")
    except (AgentLoadError, ScriptError) as error:
        raise CommandError(str(error), WRONG_USE) from None
    except ModelError as error:
        raise CommandError(str(error)) from None
    return Seated(seats, manifests, instead)


def unproven(manifest: Manifest) -> str:
    """What its gate said."""
    return "it failed its gate" if manifest.gate == "failed" else "no gate has passed it"


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


def _made_ready(home: Home, registry: ModelRegistry, agent: AgentSettings, source: Source, moved: Callable[[], None]) -> str:
    """Leave a version deployed that fits the source, and name it; a model of the synthetic market does not trade real bars."""
    agent_id = agent.id
    current = registry.current(agent_id)
    if current is not None:
        made_up = trained_on_synthetic(registry.manifest(agent_id, current))
        if not made_up or source.folder is None:
            if source.folder is None and not made_up:
                note(f"{agent_id} {current} was trained on real bars; the SYNTHETIC market is not what it learnt")
            return current
        note(f"{agent_id} {current} was trained on the SYNTHETIC market: it does not trade real bars")
        found = newest_suitable(registry, agent)
        if found is not None:
            return registry.deploy(agent_id, found).version
    note(f"{agent_id} has no model for these bars yet: training a quick one on those before {iso(source.start_ns)[:10]}")
    return registry.deploy(agent_id, train_in_child(home, agent_id, _arguments(source), moved)).version


def _arguments(source: Source) -> list[str]:
    before = iso(source.start_ns - DAY_NS)[:10]
    if source.folder is None:
        return ["--budget", "quick", "--feed", "synthetic", "--to", iso(source.start_ns)[:10]]
    return ["--budget", "quick", "--data", str(source.folder.path), "--to", before]
