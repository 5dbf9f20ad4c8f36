"""Progress is judged by age: silence is noticed."""

from __future__ import annotations

from rlbot.bus import Bus
from rlbot.clock import ReplayClock
from rlbot.events.ops import Heartbeat
from rlbot.system.health import Health

SECOND_NS = 1_000_000_000


def test_a_core_without_heartbeats_is_stuck_after_its_patience() -> None:
    clock, bus = ReplayClock(), Bus()
    health = Health(clock, patience_s=10.0)
    bus.on(Heartbeat, health.on_heartbeat)
    clock.advance_to(9 * SECOND_NS)
    assert health.progress().alive, "it may still be starting"
    bus.publish(Heartbeat(ts_ns=clock.now_ns(), seq=1))
    clock.advance_to(19 * SECOND_NS)
    assert health.progress().alive
    clock.advance_to(20 * SECOND_NS)
    stuck = health.progress()
    assert not stuck.alive and stuck.age_s == 11.0 and "stuck" in stuck.sentence


def test_every_component_has_its_age() -> None:
    clock = ReplayClock()
    health = Health(clock)
    health.saw("feed", "ok", "replaying")
    clock.advance_to(3 * SECOND_NS)
    health.saw("bridge", "down", "no link")
    assert [(s.component, s.state, s.age_s) for s in health.signs()] == [
        ("core", "ok", 3.0),
        ("bridge", "down", 0.0),
        ("feed", "ok", 3.0),
    ]
