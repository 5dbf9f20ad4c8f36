"""A start reads off the journal what to do; a replay brings a fresh engine to where the last one stopped."""

from __future__ import annotations

from pathlib import Path

import pytest

from rlbot.clock import ReplayClock
from rlbot.events.agent import DecisionExplained, DecisionMade
from rlbot.events.commands import PauseAgent
from rlbot.events.ops import HandlerFailed, Heartbeat, RunStarted
from rlbot.events.trade import OrderFilled
from rlbot.journal.journal import Journal, Run, RunKey
from rlbot.journal.kinds import Message
from rlbot.journal.memory_journal import MemoryJournal
from rlbot.journal.sqlite_journal import SqliteJournal, open_journal
from rlbot.system.recovery import Finished, Fresh, Resume, SettingsChanged, plan
from rlbot.system.replay import Differed, Replay, Replayed
from tests.journal.sample_events import bar_closed, instant, ts
from tests.system.toy_engine import ToyEngine, collected

LATER_NS = 2  # than a run of these tests is begun
KEY = RunKey("simulate", "csv", "data", "2024-01-02", "")
SETTINGS = '{"agents":[{"id":"ppo_stock","limits":{"stop_loss":0.1}}]}'


def begun(journal: Journal) -> Journal:
    """With an open run of `KEY`."""
    assert journal.begin_run(Run(run_id="run-1", key=KEY.text(), started_ns=1, settings=SETTINGS)) is None
    return journal


def resumed(journal: Journal) -> Resume:
    """The plan, which must be to go on."""
    found = plan(journal, KEY, SETTINGS)
    assert isinstance(found, Resume)
    return found


def recorded_run(journal: Journal, minutes: int, stop_at: int | None = None) -> ToyEngine:
    """A run of so many minutes; a pause comes before minute 3."""
    engine = ToyEngine()
    engine.journal_to(journal.tap)
    for minute in range(minutes):
        if minute == 3:
            engine.bus.publish(PauseAgent(ts_ns=ts(2), origin="shell", agent_id="ppo_stock"))
            journal.commit()
        engine.play(minute)
        if stop_at != minute:
            journal.commit()
    return engine


def replayed(journal: Journal, engine: ToyEngine) -> Replayed | Differed:
    """Through `engine`, muted: the journal is not tapped."""
    return Replay(engine.bus, ReplayClock()).play(resumed(journal).rows())


def test_no_run_means_a_fresh_one() -> None:
    assert isinstance(plan(MemoryJournal(), KEY, SETTINGS), Fresh)


def test_another_range_is_another_run() -> None:
    other = RunKey("simulate", "csv", "data", "2024-01-02", "2024-02-01")
    assert isinstance(plan(begun(MemoryJournal()), other, SETTINGS), Fresh)


def test_an_open_run_goes_on_after_its_last_instant() -> None:
    journal = begun(MemoryJournal())
    assert resumed(journal).last_ts_ns == 0
    recorded_run(journal, 2)
    assert resumed(journal).last_ts_ns == ts(1)
    assert list(resumed(journal).inputs()) == [bar_closed(0), instant(0), bar_closed(1), instant(1)]


def test_a_finished_run_says_so_unless_asked_for_anew() -> None:
    journal = begun(MemoryJournal())
    journal.finish_run()
    assert isinstance(plan(journal, KEY, SETTINGS), Finished)
    assert isinstance(plan(journal, KEY, SETTINGS, fresh_ns=LATER_NS), Fresh)


def test_a_run_begun_since_it_was_asked_for_anew_goes_on() -> None:
    assert isinstance(plan(begun(MemoryJournal()), KEY, SETTINGS, fresh_ns=1), Resume)


def test_a_run_at_the_broker_is_not_left_with_positions() -> None:
    journal, key = MemoryJournal(), RunKey("paper", "ibkr", "DU1")
    assert journal.begin_run(Run(run_id="run-1", key=key.text(), started_ns=1, settings=SETTINGS)) is None
    found = plan(journal, key, SETTINGS.replace("0.1", "0.2"))
    assert isinstance(found, SettingsChanged) and "close its positions and begin a new one" in found.sentence


def test_changed_settings_are_named_with_a_way_out() -> None:
    found = plan(begun(MemoryJournal()), KEY, SETTINGS.replace("0.1", "0.2"))
    assert isinstance(found, SettingsChanged)
    assert "ppo_stock.limits.stop_loss" in found.sentence and "go on with it, or begin a new one with --fresh" in found.sentence


def test_an_agent_that_came_or_went_is_named_as_a_whole() -> None:
    with_two = SETTINGS.replace('"agents":[', '"agents":[{"id":"new_one","budget":1.0,"symbol":"MSFT"},')
    assert with_two != SETTINGS
    came = plan(begun(MemoryJournal()), KEY, with_two)
    assert isinstance(came, SettingsChanged) and came.keys == ("new_one (added)",)
    without = '{"agents":[]}'
    went = plan(begun(MemoryJournal()), KEY, without)
    assert isinstance(went, SettingsChanged) and went.keys[0] == "ppo_stock (removed)"


def test_a_finished_run_tells_of_settings_changed_since() -> None:
    journal = begun(MemoryJournal())
    journal.finish_run()
    same, other = plan(journal, KEY, SETTINGS), plan(journal, KEY, SETTINGS.replace("0.1", "0.2"))
    assert isinstance(same, Finished) and "settings" not in same.sentence
    assert isinstance(other, Finished) and "ppo_stock.limits.stop_loss" in other.sentence and "--fresh" in other.sentence


def test_a_replay_takes_the_engine_to_where_it_stopped_without_deciding_again() -> None:
    journal = begun(MemoryJournal())
    first = recorded_run(journal, 5)
    second = ToyEngine(resumed(journal).recorded)
    done = replayed(journal, second)
    assert isinstance(done, Replayed) and done.last_ts_ns == ts(4) and done.surplus == ()
    assert second.decided == 0 and second.paused
    next_of_first, next_of_second = collected(first, DecisionMade), collected(second, DecisionMade)
    first.play(5)
    second.play(5)
    assert next_of_first == next_of_second and len(next_of_second) == 1


def test_explanations_come_from_the_journal() -> None:
    journal = begun(MemoryJournal())
    recorded_run(journal, 3)
    engine = ToyEngine(resumed(journal).recorded)
    said = collected(engine, DecisionExplained)
    assert isinstance(replayed(journal, engine), Replayed)
    assert len(said) == 3


def test_explanations_that_are_made_again_are_not_doubled() -> None:
    journal = begun(MemoryJournal())
    recorded_run(journal, 3)
    engine = ToyEngine()
    said = collected(engine, DecisionExplained)
    assert isinstance(replayed(journal, engine), Replayed)
    assert len(said) == 3


def test_a_fill_that_comes_out_differently_stops_the_replay_with_a_sentence() -> None:
    journal = begun(MemoryJournal())
    recorded_run(journal, 3)
    done = replayed(journal, ToyEngine(resumed(journal).recorded, price=101.4))
    assert isinstance(done, Differed)
    assert "OrderFilled" in done.sentence and "101.3" in done.sentence and "101.4" in done.sentence
    assert "--fresh" in done.sentence


def test_an_order_that_is_not_made_again_stops_the_replay() -> None:
    journal = begun(MemoryJournal())
    recorded_run(journal, 2)
    engine = ToyEngine()
    engine.paused = True
    assert isinstance(replayed(journal, engine), Differed)


def test_what_the_engine_says_after_a_row_that_is_missing_stops_the_replay() -> None:
    journal = begun(MemoryJournal())
    recorded_run(journal, 3)
    rows = [row for row in journal.rows("run-1") if row.kind != "OrderFilled"]
    engine = ToyEngine()
    assert isinstance(Replay(engine.bus, ReplayClock()).play(rows), Differed)


def test_a_failure_from_outside_is_said_again() -> None:
    journal = begun(MemoryJournal())
    engine = ToyEngine()
    engine.journal_to(journal.tap)
    engine.play(0)
    failed = HandlerFailed(ts_ns=ts(0), handler="x", event="BarClosed", error="MemoryError", critical=True)
    engine.bus.publish(failed)
    journal.commit()
    again = ToyEngine()
    said = collected(again, HandlerFailed)
    told: list[Message] = []
    done = Replay(again.bus, ReplayClock(), told.append).play(journal.rows("run-1"))
    assert isinstance(done, Replayed)
    assert said == [failed] == [event for event in told if isinstance(event, HandlerFailed)]


def test_a_kill_file_that_appeared_while_it_ran_kills_at_the_same_place() -> None:
    journal = begun(MemoryJournal())
    engine = ToyEngine()
    engine.journal_to(journal.tap)
    engine.play(0)
    engine.kill_from_file(ts(0))  # after the orders of its instant have left: they stay approved
    engine.play(1)
    engine.play(2)
    journal.commit()
    assert [row.kind for row in journal.rows("run-1")].count("KillActivated") == 1
    assert [row.kind for row in journal.rows("run-1")].count("OrderApproved") == 1
    again = ToyEngine(resumed(journal).recorded)
    done = replayed(journal, again)
    assert isinstance(done, Replayed), done
    assert again.killed


def test_a_run_that_was_killed_before_its_first_bar_is_killed_again() -> None:
    journal = begun(MemoryJournal())
    engine = ToyEngine()
    engine.journal_to(journal.tap)
    engine.bus.publish(RunStarted(ts_ns=1, run_id="run-1", mode="simulate", feed="csv", resumed=False))
    engine.kill_from_file(1)
    engine.play(0)
    journal.commit()
    again = ToyEngine(resumed(journal).recorded)
    done = replayed(journal, again)
    assert isinstance(done, Replayed), done
    assert again.killed


def test_a_decision_that_a_heartbeat_released_is_released_again() -> None:
    journal = begun(MemoryJournal())
    engine = ToyEngine(waits_for_heartbeat=True)
    engine.journal_to(journal.tap)
    for minute in range(2):
        engine.play(minute)
        engine.bus.publish(Heartbeat(ts_ns=ts(minute), seq=minute))
    journal.commit()
    done = replayed(journal, ToyEngine(resumed(journal).recorded, waits_for_heartbeat=True))
    assert isinstance(done, Replayed), done


def test_what_was_said_beyond_the_last_row_is_handed_back_to_be_stored() -> None:
    journal = begun(MemoryJournal())
    recorded_run(journal, 2)
    rows = list(journal.rows("run-1"))
    cut = max(i for i, row in enumerate(rows) if row.kind == "DecisionMade") + 1
    engine = ToyEngine()
    done = Replay(engine.bus, ReplayClock()).play(rows[:cut])
    assert isinstance(done, Replayed)
    assert [type(event).__name__ for event in done.surplus] == ["OrderApproved", "DecisionExplained"]


def test_a_journal_that_ends_within_an_instant_is_not_guessed_at() -> None:
    journal = begun(MemoryJournal())
    recorded_run(journal, 1)
    journal.tap(bar_closed(1))
    journal.commit()
    assert isinstance(replayed(journal, ToyEngine()), (Differed))


def test_after_the_replay_nobody_listens_any_more() -> None:
    journal = begun(MemoryJournal())
    recorded_run(journal, 1)
    engine = ToyEngine()
    before = engine.bus.wiring()
    replayed(journal, engine)
    assert engine.bus.wiring() == before


@pytest.mark.parametrize("lost", range(5))
def test_whatever_commit_was_the_last_the_whole_comes_out_equal(tmp_path: Path, lost: int) -> None:
    """A run that is cut off after any commit and goes on has the very rows of one that was never cut."""
    whole = begun(MemoryJournal())
    recorded_run(whole, 6)
    path = tmp_path / "journal.sqlite3"
    journal = open_journal(path)
    assert isinstance(journal, SqliteJournal)
    begun(journal)
    recorded_run(journal, lost + 1, stop_at=lost)
    journal.close()
    journal = open_journal(path)
    assert isinstance(journal, SqliteJournal)
    going_on = resumed(journal)
    engine = ToyEngine(going_on.recorded)
    fills = collected(engine, OrderFilled)
    assert isinstance(replayed(journal, engine), Replayed)
    journal.continue_run("run-1")
    engine.journal_to(journal.tap)
    for minute in range(6):
        if minute == 3 and not engine.paused:
            engine.bus.publish(PauseAgent(ts_ns=ts(2), origin="shell", agent_id="ppo_stock"))
        if ts(minute) > going_on.last_ts_ns:
            engine.play(minute)
            journal.commit()
    assert [row.payload for row in journal.rows("run-1")] == [row.payload for row in whole.rows("run-1")]
    assert len(fills) == 3
    assert journal.verify().whole
    journal.close()
