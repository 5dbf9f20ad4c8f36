"""Builds a platform out of settings, source and seats. The only place where the parts of `up` meet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rlbot import __version__
from rlbot.agents.seat import Seat
from rlbot.app.console import Console
from rlbot.app.desk_commands import DeskCommands
from rlbot.app.failure import WRONG_USE, CommandError
from rlbot.app.home import Home
from rlbot.app.log_lines import PageAndFile
from rlbot.app.models_ready import Seated, in_sample
from rlbot.app.output import note
from rlbot.app.platform import Parts
from rlbot.app.resuming import Opened, ResumingPacer, begin
from rlbot.app.run_report import RunReport
from rlbot.app.sources import Source
from rlbot.app.web_edge import home_token, open_edge
from rlbot.clock import Clock, ReplayClock
from rlbot.engine import Engine, build, simulated
from rlbot.events.agent import ModelDeployed
from rlbot.events.ops import AlertRaised, Heartbeat, RunStarted
from rlbot.journal.kinds import BROKER, JOURNALED, Message
from rlbot.journal.sqlite_journal import SqliteJournal
from rlbot.market.data_error import DataError
from rlbot.market.feeds.feed import MarketFeed
from rlbot.market.plan import history_bars
from rlbot.monitoring.agent_log import open_agent_logs
from rlbot.monitoring.board import Board
from rlbot.monitoring.event_lines import EventLines
from rlbot.monitoring.history_seed import seeded
from rlbot.monitoring.logs import Logs
from rlbot.monitoring.row_file import FileRefused
from rlbot.monitoring.web.contract.base import Mode
from rlbot.risk.kill_switch import KillSwitch
from rlbot.settings.platform import Settings
from rlbot.system.health import Health
from rlbot.system.replay import Differed, Replay
from rlbot.system.state_fold import StateFold
from rlbot.system.state_snapshot import StateSnapshot, find_state

if TYPE_CHECKING:
    from rlbot.app.bridge_parts import BridgeParts  # brings the MQTT client: a simulation need not carry it


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What a start was asked for."""

    mode: Mode
    bars_per_second: float | None
    host: str
    port: int
    web: bool


def bootstrap(
    home: Home,
    settings: Settings,
    source: Source,
    seated: Seated,
    journal: SqliteJournal,
    opened: Opened,
    start: Start,
    clock: Clock,
    bridge: BridgeParts | None = None,
) -> Parts:
    """Everything wired; a resumed run stands where it stopped. Raises CommandError.

    `bridge`: in place of the simulated broker.
    """
    kill_switch = KillSwitch()
    engine = build(
        seated.seats,
        clock=ReplayClock() if bridge is None else bridge.engine_clock,
        make_broker=simulated if bridge is None else bridge.make_broker,
        account=settings.risk,
        kill_switch=kill_switch,
        explain=True,
        recorded=opened.resume.recorded if opened.resume is not None else None,
        vix_intervals=source.vix,
        in_sample=in_sample(seated),
        store_intent=journal.commit_intent,
    )
    feed = _feed(source, opened, start)
    if bridge is not None:
        bridge.attach(engine)
    board = Board(settings.agents, start.mode, clock, made_up=source.made_up)
    history = feed.history(opened.start_ns, _history_bars(engine, seated.seats))
    engine.warm_up(seeded(history, board, engine.market_data, engine.in_sample))

    logs_or_refused = open_agent_logs(
        home.logs / "agents", start.mode, {s.agent_id: engine.market_data.features(s.agent_id).names for s in seated.seats}
    )
    if isinstance(logs_or_refused, FileRefused):
        told = logs_or_refused.sentence
        raise CommandError(told if "aside" in told else f"{told} Move what lies there aside, or choose another --home")
    agent_logs = logs_or_refused
    fold = StateFold({"rlbot": __version__})
    report = RunReport(tuple(seat.agent_id for seat in seated.seats))
    found = find_state(home.state, journal, opened.run.run_id, clock.now_ns())
    outside = () if bridge is None else BROKER
    replay = Replay(engine.bus, engine.clock, lambda event: engine.risk.restore([event]), outside)
    board.subscribe(engine.bus)
    agent_logs.listen(engine.bus)
    fold.listen(engine.bus)
    report.listen(engine.bus)
    runs = journal.runs()
    if opened.resume is not None:
        agent_logs.resume(opened.run.run_id, runs)
    begin(journal, opened, agent_logs.meta(runs))
    rows = opened.resume.rows() if opened.resume is not None else ()
    surplus = replay.play(rows if bridge is None else bridge.pulse.following(rows))
    if isinstance(surplus, Differed):
        raise CommandError(surplus.sentence)
    if bridge is not None:
        bridge.replayed()
    not_stored = kill_switch.attach(home.kill_file)
    said = agent_logs.replayed() if opened.resume is not None else ""

    _journaled(engine, journal, surplus.surplus)
    token = home_token(home)
    logs = Logs(home.logs, settings.logs, clock, [token])
    lines = PageAndFile(logs.logger("core"), board.state.logs, clock, "core")
    event_lines = EventLines(lines.logger)
    event_lines.listen(engine.bus)
    health = Health(clock)
    engine.bus.on(Heartbeat, health.on_heartbeat)
    _tell(lines, (found.notice, said, not_stored), source.notes)
    console = Console(note)
    console.standing(engine)
    _announce(engine, seated, source, opened, start)
    engine.risk.check_kill(engine.clock.now_ns())  # a kill file from before counts before the first bar
    console.listen(engine.bus)
    commands = DeskCommands(engine, health, journal.commit, bridge.resume_checks if bridge is not None else tuple)
    return Parts(
        engine=engine,
        feed=feed,
        opened=opened,
        journal=journal,
        agent_logs=agent_logs,
        snapshot=StateSnapshot(home.state, fold, clock, settings.state.snapshot_s),
        logs=logs,
        lines=lines,
        event_lines=event_lines,
        board=board,
        health=health,
        report=report,
        clock=clock,
        edge=open_edge(home, board, commands, lines, start.port, token, clock, seated, source.folder) if start.web else None,
        host=start.host,
        port=start.port,
        bridge=bridge,
    )


def _journaled(engine: Engine, journal: SqliteJournal, surplus: Iterable[Message]) -> None:
    """From now on everything is stored; first what the replay said beyond the last row."""
    for event in surplus:
        journal.tap(event)
    for kind in JOURNALED:
        engine.bus.on(kind, journal.tap)


def _tell(lines: PageAndFile, notices: Iterable[str], told: Iterable[str]) -> None:
    """What a person should know of the start; `told` was said before, and goes to the log alone."""
    for notice in filter(None, notices):
        lines.warning("notice", text=notice)
        note(notice)
    for notice in told:
        lines.warning("notice", text=notice)


def _feed(source: Source, opened: Opened, start: Start) -> MarketFeed:
    try:
        return source.make_feed(opened.start_ns, ResumingPacer(start.bars_per_second, opened.last_ts_ns))
    except DataError as error:
        raise CommandError(str(error), WRONG_USE) from None


def _history_bars(engine: Engine, seats: tuple[Seat, ...]) -> int:
    own = max((s.watcher.progress()[1] if s.watcher is not None else 0 for s in seats), default=0)
    return history_bars(max(engine.market_data.warm_up_bars, own))


def _announce(engine: Engine, seated: Seated, source: Source, opened: Opened, start: Start) -> None:
    """Who decides from now on, and that the run goes on."""
    publish, now_ns = engine.bus.publish, engine.clock.now_ns()
    resumed = opened.resume is not None
    publish(RunStarted(ts_ns=now_ns, run_id=opened.run.run_id, mode=start.mode, feed=source.name, resumed=resumed))
    for sentence in seated.instead:
        publish(AlertRaised(ts_ns=now_ns, severity="warning", code="baseline_trades", text=sentence))
    for seat in seated.seats:
        manifest = seated.manifests.get(seat.agent_id)
        publish(
            ModelDeployed(
                ts_ns=now_ns,
                agent_id=seat.agent_id,
                version=seat.agent.version,
                algorithm=seat.settings.algorithm,
                proven=manifest.proven if manifest is not None else False,
                trained_from_ns=manifest.trained_from_ns if manifest is not None else 0,
                trained_to_ns=manifest.trained_to_ns if manifest is not None else 0,
            )
        )
