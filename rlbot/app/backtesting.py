"""Which model a backtest may use honestly, and the backtest with its baselines as one document."""

from __future__ import annotations

from typing import Any

from rlbot.agents.loading import AgentLoadError, open_seat
from rlbot.agents.registry import ModelError, ModelRegistry
from rlbot.agents.scripted import ScriptError
from rlbot.agents.seat import Seat
from rlbot.app import refused_rows
from rlbot.app.configuration import is_learned
from rlbot.app.failure import WRONG_USE, CommandError
from rlbot.app.home import Home
from rlbot.app.output import note
from rlbot.app.suitable import newest_suitable, trained_on_synthetic
from rlbot.app.training_job import train_in_child
from rlbot.backtest.baselines import run_baselines
from rlbot.backtest.report import document
from rlbot.backtest.run import BacktestError, Outcome, recorded, replay_feed, run
from rlbot.clock import iso
from rlbot.market.data_folder import DataFolder
from rlbot.market.feeds.csv_replay import CsvReplayFeed
from rlbot.settings.agent import AgentSettings

DAY_NS = 86_400_000_000_000
TESTED_SHARE = 0.2  # of the recorded bars, where nobody says from when


def choose_version(
    home: Home, agent: AgentSettings, folder: DataFolder, version: str, start_ns: int | None, end_ns: int | None
) -> tuple[int | None, str]:
    """From when, and with which version: one asked for, else one that has not seen the range, else a quick new one.

    Raises CommandError and DataError.
    """
    if not is_learned(agent):
        if version:
            raise CommandError(
                f"{agent.id} decides by a rule ({agent.algorithm}) and has no versions; leave --version out", WRONG_USE
            )
        return start_ns, ""
    survey = folder.series(agent.symbol, agent.interval).survey
    if start_ns is None:
        last = survey.last_ns if end_ns is None else min(survey.last_ns, end_ns)
        start_ns = (last - int((last - survey.first_ns) * TESTED_SHARE)) // DAY_NS * DAY_NS
        note(f"--from was not given: testing on the last fifth of the bars, from {iso(start_ns)[:10]}")
    registry = ModelRegistry(home.checkpoints)
    if version:
        if version not in registry.versions(agent.id):
            known = ", ".join(registry.versions(agent.id)) or f"none yet; `rlbot train {agent.id}` makes one"
            raise CommandError(f"{agent.id} has no version {version}; there are: {known}", WRONG_USE)
        return start_ns, version
    try:
        found = newest_suitable(registry, agent, before_ns=start_ns)
    except ModelError as error:
        raise CommandError(str(error)) from None
    if found is not None:
        return start_ns, found
    recorded(folder, agent, start_ns, end_ns)  # what is missing is told of before anything is trained
    note(f"no version of {agent.id} was trained only on real bars before {iso(start_ns)[:10]}: training a quick one")
    before = iso(start_ns - DAY_NS)[:10]
    arguments = ["--budget", "quick", "--data", str(folder.path), "--to", before]
    return start_ns, train_in_child(home, agent.id, arguments)


def backtest_agent(
    home: Home, agent: AgentSettings, folder: DataFolder, version: str, start_ns: int | None, end_ns: int | None
) -> tuple[Outcome, dict[str, Any]]:
    """Run it, and its baselines on the same bars. Raises CommandError and DataError."""
    registry = ModelRegistry(home.checkpoints)
    seat = seat_of(home, agent, version)
    feed, vix = replay_feed(folder, seat, start_ns, end_ns)
    try:
        outcome = run(seat, feed, vix=vix)
        others = run_baselines(agent, lambda: replay_feed(folder, seat, start_ns, end_ns)[0], vix, registry, home.root)
    except BacktestError as error:
        why = ". ".join([str(error), *_left_out(feed)])
        raise CommandError(why) from None
    finally:
        seat.close()
    for said in _left_out(feed):
        note(said)
    return outcome, document(outcome, others, _notes(registry, agent, version, outcome))


def _left_out(feed: CsvReplayFeed) -> list[str]:
    told = (refused_rows.sentence(v.symbol, {str(k): n for k, n in v.faults.items()}) for v in feed.validators)
    return [said for said in told if said]


def seat_of(home: Home, agent: AgentSettings, version: str) -> Seat:
    """The agent's seat, or the end of the command with one sentence."""
    try:
        return open_seat(agent, ModelRegistry(home.checkpoints), home.root, version)
    except (AgentLoadError, ScriptError) as error:
        raise CommandError(str(error), WRONG_USE) from None
    except ModelError as error:
        raise CommandError(str(error)) from None


def _notes(registry: ModelRegistry, agent: AgentSettings, version: str, outcome: Outcome) -> dict[str, Any]:
    """What a reader must know beside the figures: which bars the model had already seen."""
    if not version:
        return {"in_sample_bars": 0}
    manifest = registry.manifest(agent.id, version)
    first, last = manifest.trained_from_ns, manifest.trained_to_ns
    seen = sum(first <= mark.bar_ns <= last for mark in outcome.recorder.marks)
    if seen:
        note(f"{seen} of {outcome.bars} bars are IN SAMPLE: {version} was trained on them, so they prove nothing")
    if trained_on_synthetic(manifest):
        note(f"{version} was trained on the SYNTHETIC market: what it does on these bars proves nothing")
    trained = {"synthetic": trained_on_synthetic(manifest), "from": iso(first), "to": iso(last), "proven": manifest.proven}
    return {"in_sample_bars": seen, "trained": trained}
