"""The feed's numbering, conflation, resuming and bounds, without sockets."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from rlbot.bus import Bus
from rlbot.clock import ReplayClock
from rlbot.events.ops import AlertRaised, KillActivated
from rlbot.monitoring.board import Board
from rlbot.monitoring.board_lists import BoardLists
from rlbot.monitoring.board_reader import BoardReader
from rlbot.monitoring.views import changes
from rlbot.monitoring.web import client_queue
from rlbot.monitoring.web.client_queue import ClientQueue
from rlbot.monitoring.web.contract.feed import Delta, Last, ServerMessage
from rlbot.monitoring.web.ring import AGE_NS, EVENTS, Ring
from rlbot.monitoring.web.ws_hub import BARS, LINGER_NS, Hub
from tests.monitoring.scenario import NOW, START, a_board, a_trade, closed, made, marked


class Feed:
    """A hub with a clock that is turned by hand."""

    def __init__(self) -> None:
        self.clock = ReplayClock(NOW)
        self.board, self.bus = made_board(self.clock)
        self.hub = Hub(BoardReader(self.board, self.clock), BoardLists(self.board, self.clock), self.clock, "session")

    def join(self, *channels: str, last: Last | None = None) -> ClientQueue:
        """A browser says hello."""
        client = ClientQueue()
        self.hub.join(client, channels, last)
        return client

    def pump(self, seconds: float = 0.05) -> None:
        """Time passes."""
        self.clock.advance_to(self.clock.now_ns() + int(seconds * 1e9))
        self.hub.pump()

    def take(self, client: ClientQueue) -> list[dict[str, Any]]:
        """What this browser would receive now; each frame must fit the contract."""
        frames = self.hub.frames(client)
        for frame in frames:
            msgspec.json.decode(frame, type=ServerMessage)
        return [msgspec.json.decode(frame) for frame in frames]


def made_board(clock: ReplayClock) -> tuple[Board, Bus]:
    """A board that hears a bus."""
    return a_board(clock)


@pytest.fixture
def feed() -> Feed:
    return Feed()


def alert(n: int) -> AlertRaised:
    """An event that must not be lost."""
    return AlertRaised(ts_ns=START, severity="info", code=f"c{n}", text="x")


def codes(messages: list[dict[str, Any]]) -> list[str]:
    """The alerts in these frames."""
    return [e["d"]["alert"]["code"] for m in messages if m["type"] == "d" for e in m["events"] if e["ch"] == "alerts"]


def test_first_message_is_a_snapshot_of_all_that_happened(feed: Feed) -> None:
    a_trade(feed.bus)
    (snap,) = feed.take(feed.join())
    assert snap["type"] == "snap"
    assert snap["d"]["agents"][0]["shares"] == 100
    assert len(snap["d"]["decisions"]) == 2
    assert snap["d"]["orders"]["at_broker"] == 1


def test_updates_chain_from_the_snapshot_without_a_gap(feed: Feed) -> None:
    client = feed.join()
    (snap,) = feed.take(client)
    state, events = snap["q"]["state"], snap["q"]["events"]
    for day in range(5):
        feed.bus.publish(closed(day))
        feed.bus.publish(made(day))
        feed.pump()
        for message in feed.take(client):
            if message["type"] == "d":
                for update in message["state"]:
                    assert update["pq"] == state
                    state = update["q"]
                for update in message["events"]:
                    assert (update["pq"], update["q"]) == (events, events + 1)
                    events = update["q"]
    assert events - snap["q"]["events"] == 5


def test_waiting_state_is_conflated_and_events_are_not(feed: Feed) -> None:
    client = feed.join("status", "alerts")
    feed.take(client)
    for n in range(20):
        feed.bus.publish(closed(n, 100.0 + n))
        feed.bus.publish(alert(n))
        feed.pump()
    messages = feed.take(client)
    (delta,) = (m for m in messages if m["type"] == "d")
    (status,) = delta["state"]
    assert status["n"] == 20
    assert status["d"]["status"]["market_ns"] == closed(19).ts_ns
    assert codes(messages) == [f"c{n}" for n in range(20)]


def test_waiting_bars_arrive_together_and_a_long_wait_is_a_gap(feed: Feed) -> None:
    client = feed.join("bars:AAPL:1d")
    feed.take(client)
    for day in range(7):
        feed.bus.publish(closed(day))
        feed.pump()
    (delta,) = (m for m in feed.take(client) if m["type"] == "d")
    update = delta["state"][0]["d"]
    assert update["bars"]["t"] == [closed(day).bar.start_ns for day in range(7)]
    assert update["gap"] is False
    for day in range(7, 7 + BARS + 5):
        feed.bus.publish(closed(day))
    feed.pump()
    (delta,) = (m for m in feed.take(client) if m["type"] == "d")
    update = delta["state"][0]["d"]
    assert (len(update["bars"]["t"]), update["gap"]) == (BARS, True)


def test_channels_that_were_not_asked_for_stay_silent(feed: Feed) -> None:
    client = feed.join("alerts")
    feed.take(client)
    a_trade(feed.bus)
    feed.bus.publish(alert(1))
    feed.pump()
    (delta,) = (m for m in feed.take(client) if m["type"] == "d")
    assert delta["state"] == []
    assert [(e["ch"], e["pq"]) for e in delta["events"]] == [("alerts", 0)]


def test_short_absence_is_resumed_without_losing_an_event(feed: Feed) -> None:
    first = feed.join()
    feed.take(first)
    feed.bus.publish(alert(0))
    feed.pump()
    seen = feed.take(first)[-1]["events"][-1]["q"]
    feed.hub.leave(first)
    for n in (1, 2):
        feed.bus.publish(alert(n))
        feed.pump()
    messages = feed.take(feed.join(last=Last(session="session", events=seen)))
    assert [m["type"] for m in messages[:2]] == ["resumed", "d"]
    assert (messages[0]["from_q"], messages[0]["to_q"]) == (seen, seen + 2)
    assert codes(messages) == ["c1", "c2"]
    assert messages[1]["events"][0]["pq"] == seen
    assert messages[1]["state"][0]["pq"] == messages[0]["q"]["state"]
    assert {u["ch"] for u in messages[1]["state"]} == {"status"}


@pytest.mark.parametrize("last", [Last(session="another", events=0), Last(session="session", events=10**6)])
def test_numbers_that_mean_nothing_here_get_a_snapshot(feed: Feed, last: Last) -> None:
    assert feed.take(feed.join(last=last))[0]["type"] == "snap"


def test_long_absence_gets_a_snapshot(feed: Feed) -> None:
    client = feed.join()
    feed.take(client)
    feed.hub.leave(client)
    feed.pump(LINGER_NS / 1e9 + 1.0)
    feed.bus.publish(alert(1))
    feed.pump()
    again = feed.take(feed.join(last=Last(session="session", events=0)))
    assert [m["type"] for m in again if m["type"] != "hb"] == ["snap"]
    assert again[0]["d"]["alerts"][0]["code"] == "c1"


def test_state_that_grew_old_unwatched_is_not_resumed_as_the_present(feed: Feed) -> None:
    client = feed.join()
    feed.bus.publish(closed(0))
    feed.pump()
    feed.take(client)
    feed.hub.leave(client)
    feed.pump(LINGER_NS / 1e9 + 1.0)
    feed.bus.publish(KillActivated(ts_ns=START, reason="by hand", origin="shell"))
    feed.pump()
    (snap, *_) = feed.take(feed.join())
    assert snap["d"]["status"]["killed"] is True
    messages = feed.take(feed.join(last=Last(session="session", events=snap["q"]["events"])))
    assert messages[0]["type"] == "resumed"
    told = [u["d"]["status"]["killed"] for m in messages if m["type"] == "d" for u in m["state"] if u["ch"] == "status"]
    assert False not in told


def test_ring_forgets_by_age_and_by_number() -> None:
    ring, raw = Ring(), msgspec.Raw(b"{}")
    for q in range(1, 11):
        ring.add(("alerts", q, q * 1_000_000_000, raw))
    assert [e[1] for e in ring.after(7, 0) or []] == [8, 9, 10]
    assert ring.after(10, 0) == []
    assert ring.after(3, AGE_NS + 4_500_000_000) is None
    assert ring.after(4, AGE_NS + 4_500_000_000) is not None
    for q in range(11, EVENTS + 20):
        ring.add(("alerts", q, 10**12, raw))
    assert ring.after(ring.q - EVENTS, 10**12) is not None
    assert ring.after(ring.q - EVENTS - 1, 10**12) is None


def test_client_that_lets_events_pile_up_is_marked_slow_and_others_are_not(feed: Feed) -> None:
    stalled, quick = feed.join("alerts"), feed.join("alerts")
    for n in range(client_queue.EVENTS + 1):
        feed.bus.publish(alert(n))
        if n % 100 == 0:
            feed.pump()
            feed.take(quick)
    feed.pump()
    assert stalled.slow
    assert not quick.slow
    assert len(stalled.events) <= client_queue.EVENTS + 1


def test_more_than_anybody_can_watch_becomes_a_resync_with_the_present_state(feed: Feed) -> None:
    client = feed.join()
    feed.take(client)
    for n in range(changes.MAX_EVENTS + 1):
        feed.bus.publish(alert(n))
    feed.pump(1.5)
    messages = feed.take(client)
    assert [m["type"] for m in messages[:2]] == ["resync", "snap"]
    feed.bus.publish(alert(7))
    feed.pump()
    (delta,) = (m for m in feed.take(client) if m["type"] == "d")
    assert delta["events"][0]["pq"] == messages[1]["q"]["events"]


def test_heartbeat_comes_every_two_seconds_even_idle_and_tells_ages(feed: Feed) -> None:
    client = feed.join()
    feed.take(client)
    beats = []
    for _ in range(100):
        feed.pump(0.05)
        beats += [m for m in feed.take(client) if m["type"] == "hb"]
    assert len(beats) in (2, 3)
    ages = {s["name"]: s["age_s"] for s in beats[-1]["src"]}
    assert ages["core"] > 3.0
    assert ages["ppo_stock"] is None


def test_log_lines_pass_by_level_and_say_how_many_were_skipped(feed: Feed) -> None:
    client = feed.join("log:WARNING")
    feed.take(client)
    for n in range(client_queue.LOGS + 12):
        feed.board.state.logs.add(NOW, "warning" if n % 2 == 0 else "info", "feed", f"line {n}")
        feed.board.state.logs.add(NOW, "error", "feed", f"error {n}")
        if n % 500 == 0:
            feed.pump()
    feed.pump()
    (delta,) = (m for m in feed.take(client) if m["type"] == "d")
    update = delta["state"][0]["d"]
    assert {line["level"] for line in update["lines"]} == {"warning", "error"}
    assert len(update["lines"]) == client_queue.LOGS
    assert update["skipped"] > 0


def test_nothing_is_collected_while_nobody_watches(feed: Feed) -> None:
    a_trade(feed.bus)
    feed.pump()
    assert feed.board.state.changes.events == []
    assert not feed.board.state.changes.watched


def test_metrics_come_at_most_once_a_second(feed: Feed) -> None:
    client = feed.join("metrics")
    feed.take(client)
    updates = 0
    for day in range(30):
        feed.bus.publish(marked(day, 50_000.0 + day))
        feed.pump(0.05)
        frames = [msgspec.json.decode(f, type=ServerMessage) for f in feed.hub.frames(client)]
        updates += sum(len(f.state) for f in frames if isinstance(f, Delta))
    assert updates == 4  # the account and the agent, twice in 1.5 s
