"""How paper and live wire an order that waits for the open: whose it is, when it leaves, what risk and a pause say of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from rlbot.agents.loading import open_seat
from rlbot.agents.registry import ModelRegistry
from rlbot.app.bridge_parts import BridgeParts
from rlbot.app.home import Home
from rlbot.app.pulse import Pulse
from rlbot.bridge.wire.commands import Command, OrderSubmit
from rlbot.bridge.wire.state import BridgeState
from rlbot.clock import ReplayClock, from_iso
from rlbot.engine import Engine, build
from rlbot.events.agent import AgentPaused
from rlbot.events.commands import Kill, PauseAgent
from rlbot.events.ops import Heartbeat
from rlbot.events.trade import OrderApproved, OrderCancelled
from rlbot.journal.journal import Committed
from rlbot.settings.agent import AgentSettings
from rlbot.settings.platform import BridgeSettings, RiskSettings, Settings
from rlbot.system.watchdog.progress import LIFELINE_FD, PROGRESS_FD, Supervised
from tests.execution.approved import approved

DECIDED, LEADS = "2026-11-25T21:01:00Z", "2026-11-27T14:25:00Z"


class Platform:
    """A core without a wire: `fast` decides every minute, `slow` once a day; five minutes' lead. The account was compared."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        agents = [
            AgentSettings(id="fast", algorithm="flat", symbol="ABC", interval="1m"),
            AgentSettings(id="slow", algorithm="flat", symbol="XYZ"),
        ]
        settings = Settings(bridge=BridgeSettings(mqtt_host="127.0.0.1", open_lead_min=5.0), agents=tuple(agents))
        self.wall, home = ReplayClock(from_iso(DECIDED)), Home(folder)
        self.parts = BridgeParts(settings, home, "paper", self.wall, self.wall, ReplayClock(from_iso(DECIDED)), ())
        self.sent: list[Command] = []
        monkeypatch.setattr(self.parts, "_send", self.sent.append)
        self.engine: Engine = build(
            [open_seat(agent, ModelRegistry(folder), folder) for agent in agents],
            clock=self.parts.engine_clock,
            account=RiskSettings(),
            make_broker=self.parts.make_broker,
            store_intent=lambda order: Committed(rows=1, last_seq=1),
        )
        self.ended: list[tuple[str, str]] = []
        self.engine.bus.on(OrderCancelled, lambda event: self.ended.append((event.client_order_id, event.reason)))
        self.parts.attach(self.engine)
        self.parts.replayed()
        self.parts.broker.restored()
        self.parts.broker.release.on_compared()

    def decide(self, agent_id: str, symbol: str) -> OrderApproved:
        order = approved(f"{agent_id}-1-e", 10, agent_id=agent_id, symbol=symbol, ts_ns=from_iso(DECIDED))
        self.engine.bus.publish(order)
        return order

    def at(self, instant: str) -> list[tuple[str, str]]:
        """The bridge is up and the account adds up; what left by then."""
        self.wall.advance_to(from_iso(instant))
        up = BridgeState(process="online", run="", gateway="connected", ib_link="up", orders="open", accounts=("DU1",))
        self.parts.session.on_bridge_state(up)
        self.parts.broker.release.on_compared()
        self.parts.session.tick()
        return [(c.client_order_id, c.tif) for c in self.sent if isinstance(c, OrderSubmit)]


@pytest.fixture
def platform(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Platform:
    return Platform(tmp_path, monkeypatch)


def test_a_daily_agents_order_leaves_by_the_lead_of_the_settings_and_anothers_at_once(platform: Platform) -> None:
    platform.decide("slow", "XYZ")
    platform.decide("fast", "ABC")
    assert platform.at("2026-11-27T14:24:59Z") == [("fast-1-e", "DAY")]
    assert platform.at(LEADS) == [("fast-1-e", "DAY"), ("slow-1-e", "OPG")]


def test_a_halt_of_the_morning_is_seen_by_the_second_look(platform: Platform) -> None:
    platform.decide("slow", "XYZ")
    platform.engine.risk.halt("position_mismatch", "they do not add up", from_iso(LEADS))
    assert platform.at(LEADS) == [] and platform.ended == [("slow-1-e", "position_mismatch")]


def test_data_is_as_old_as_the_session_for_an_order_that_comes_late(platform: Platform) -> None:
    platform.decide("slow", "XYZ")
    assert platform.at("2026-11-27T14:46:00Z") == [] and platform.ended == [("slow-1-e", "stale_data")]


def test_a_pause_and_a_kill_of_the_night_end_it_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number, (command, reason) in enumerate(
        [
            (PauseAgent(ts_ns=1, agent_id="slow", reason="a look", origin="test"), "paused"),
            (Kill(ts_ns=1, reason="night", origin="test"), "killed"),
        ]
    ):
        platform = Platform(tmp_path / str(number), monkeypatch)
        platform.decide("slow", "XYZ")
        platform.engine.bus.publish(command)
        assert platform.ended == [("slow-1-e", reason)] and platform.at(LEADS) == []


def handed() -> tuple[Supervised, int, int]:
    """Pipes as a watchdog gives them: the child's end, and the parent's two."""
    told, tells = os.pipe()
    lifeline, parent = os.pipe()
    return Supervised(tells, lifeline), told, parent


def test_progress_is_a_heartbeat_that_came_through_the_bus_and_nothing_else(platform: Platform) -> None:
    child, told, parent = handed()
    os.set_blocking(told, False)
    platform.parts.pulse = Pulse(lambda: 0, child)
    platform.parts.tick()
    with pytest.raises(BlockingIOError):
        os.read(told, 100)
    platform.engine.bus.publish(Heartbeat(ts_ns=1, seq=1))
    assert os.read(told, 100) == b'{"seq":1}\n'
    assert platform.engine.risk.halted() == {}
    os.close(parent)
    platform.engine.bus.publish(Heartbeat(ts_ns=2, seq=2))
    assert [halt.rule for halt in platform.engine.risk.halted().values()] == ["watchdog_gone"]


def test_a_core_whose_link_is_down_beats_and_says_nothing_about_the_bridge(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told, tells = os.pipe()
    lifeline, parent = os.pipe()
    monkeypatch.setenv(PROGRESS_FD, str(tells))
    monkeypatch.setenv(LIFELINE_FD, str(lifeline))
    platform = Platform(tmp_path, monkeypatch)
    platform.engine.bus.publish(Heartbeat(ts_ns=1, seq=1))
    assert os.read(told, 100) == b'{"seq":1,"deaf":true}\n'
    os.close(parent)


def test_a_bus_that_still_handles_something_gives_no_progress(platform: Platform) -> None:
    child, told, parent = handed()
    os.set_blocking(told, False)
    platform.parts.pulse = Pulse(lambda: 0, child)

    def hangs(_: AgentPaused) -> None:
        for seq in range(30):  # what the loop would do meanwhile
            platform.parts.tick()
            platform.engine.bus.publish(Heartbeat(ts_ns=1, seq=seq))
        with pytest.raises(BlockingIOError):
            os.read(told, 100)

    platform.engine.bus.on(AgentPaused, hangs)
    platform.engine.bus.publish(AgentPaused(ts_ns=1, agent_id="slow", reason="a look"))
    assert len(os.read(told, 10_000).splitlines()) == 30, "once it is over, they come through"
    os.close(parent)


async def test_the_halt_of_a_watchdog_that_was_gone_ends_with_the_next_one(platform: Platform) -> None:
    platform.engine.risk.halt("watchdog_gone", "gone", 1)
    platform.parts.session.heard_all.set()
    await platform.parts.ready()
    assert platform.engine.risk.halted(), "nobody watches yet"
    child, _, parent = handed()
    platform.parts.pulse = Pulse(lambda: 0, child)
    await platform.parts.ready()
    assert platform.engine.risk.halted() == {}
    os.close(parent)


def test_a_bridge_that_ended_is_told_with_the_way_out(platform: Platform) -> None:
    platform.at(DECIDED)

    def check(name: str) -> tuple[str, str]:
        (found,) = [check for check in platform.parts.resume_checks() if check.name == name]
        return found.state, found.detail

    assert (check("bridge"), check("gateway")) == (("ok", "connected"), ("ok", "connected"))
    assert check("reconciliation") == ("warn", "the account was not compared as a whole yet")
    gone = BridgeState(process="offline", run="")
    platform.parts.session.on_bridge_state(gone)
    state, detail = check("bridge")
    assert state == "fail" and detail.startswith("The bridge has stopped. ") and "start it again, then resume" in detail
    assert check("gateway")[0] == "warn"
