"""What every journal must do. `tests/journal/test_journal_contract.py` runs it against each of them."""

from __future__ import annotations

from rlbot.journal.codec import encode
from rlbot.journal.event_hash import EventHash
from rlbot.journal.journal import Committed, Journal, JournalFailed, Run, recorded_decision
from tests.journal.sample_events import approved, bar_closed, decision, explained, instant, run

__all__ = ["JournalContract"]


class JournalContract:
    """Inherit, and give a fixture `journal`: an empty one whose outbox holds eight events."""

    def begun(self, journal: Journal) -> Journal:
        """With a run open."""
        assert journal.begin_run(run()) is None
        return journal

    def test_rows_come_back_in_order_with_equal_events(self, journal: Journal) -> None:
        self.begun(journal)
        events = [bar_closed(1), instant(1), decision(1)]
        for event in events:
            journal.tap(event)
        assert journal.commit() == Committed(3, 3)
        rows = list(journal.rows("run-1"))
        assert [row.event for row in rows] == events
        assert [row.kind for row in rows] == ["BarClosed", "InstantClosed", "DecisionMade"]
        assert [row.payload for row in rows] == [encode(event) for event in events]
        assert [row.ts_ns for row in rows] == [event.ts_ns for event in events]

    def test_what_was_not_committed_is_not_read(self, journal: Journal) -> None:
        self.begun(journal)
        journal.tap(instant(1))
        assert journal.pending == 1
        assert list(journal.rows("run-1")) == []

    def test_each_commit_is_one_transaction(self, journal: Journal) -> None:
        self.begun(journal)
        for minute in (1, 2):
            journal.tap(bar_closed(minute))
            journal.tap(instant(minute))
            journal.commit()
        assert [row.tx for row in journal.rows("run-1")] == [1, 1, 2, 2]

    def test_an_empty_commit_adds_nothing(self, journal: Journal) -> None:
        self.begun(journal)
        assert journal.commit() == Committed(0, 0)

    def test_rows_can_be_read_from_a_place_on(self, journal: Journal) -> None:
        self.begun(journal)
        for minute in range(5):
            journal.tap(instant(minute))
        journal.commit()
        assert [row.seq for row in journal.rows("run-1", after_seq=3)] == [4, 5]

    def test_runs_do_not_mix(self, journal: Journal) -> None:
        self.begun(journal)
        journal.tap(instant(1))
        assert journal.finish_run() is None
        journal.begin_run(run("run-2"))
        journal.tap(instant(2))
        journal.commit()
        assert [row.event for row in journal.rows("run-1")] == [instant(1)]
        assert [row.event for row in journal.rows("run-2")] == [instant(2)]
        assert [(r.run_id, r.state) for r in journal.runs()] == [("run-1", "finished"), ("run-2", "open")]

    def test_the_newest_run_of_a_key_is_found(self, journal: Journal) -> None:
        self.begun(journal)
        journal.begin_run(run("run-2", key="other"))
        journal.begin_run(run("run-3"))
        found = journal.newest_run("key")
        assert found == run("run-3")
        assert journal.newest_run("never") is None

    def test_a_finished_run_takes_no_more(self, journal: Journal) -> None:
        self.begun(journal)
        journal.finish_run()
        refused = journal.continue_run("run-1")
        assert isinstance(refused, JournalFailed) and "run-1 is finished" in refused.sentence
        journal.tap(instant(1))
        assert isinstance(journal.commit(), JournalFailed)

    def test_an_unknown_run_cannot_go_on(self, journal: Journal) -> None:
        assert isinstance(journal.continue_run("nobody"), JournalFailed)

    def test_a_run_name_is_taken_once(self, journal: Journal) -> None:
        self.begun(journal)
        assert isinstance(journal.begin_run(run()), JournalFailed)

    def test_a_full_outbox_fails_loudly_and_keeps_what_was_stored(self, journal: Journal) -> None:
        self.begun(journal)
        journal.tap(instant(0))
        journal.commit()
        for minute in range(1, 10):
            journal.tap(instant(minute))
        failed = journal.commit()
        assert isinstance(failed, JournalFailed) and "outbox is full, 1 events" in failed.sentence
        assert isinstance(journal.commit(), JournalFailed), "a gap cannot heal"
        assert [row.event for row in journal.rows("run-1")] == [instant(0)]

    def test_a_page_shows_the_newest_of_its_kinds_first(self, journal: Journal) -> None:
        self.begun(journal)
        for minute in range(3):
            journal.tap(instant(minute))
            journal.tap(decision(minute))
        journal.commit()
        page = journal.page("run-1", ("DecisionMade",), limit=2)
        assert [row.event for row in page] == [decision(2), decision(1)]
        assert [row.event for row in journal.page("run-1", ("DecisionMade",), before_seq=page[-1].seq)] == [decision(0)]

    def test_a_decision_is_found_by_its_id(self, journal: Journal) -> None:
        self.begun(journal)
        for event in (decision(1), decision(2), explained(1)):
            journal.tap(event)
        journal.commit()
        assert [row.event for row in journal.about("run-1", decision(1).decision_id)] == [decision(1), explained(1)]
        assert recorded_decision(journal, "run-1", decision(2).decision_id) == decision(2)
        assert recorded_decision(journal, "run-1", "never") is None

    def test_an_intent_is_stored_with_what_led_to_it(self, journal: Journal) -> None:
        self.begun(journal)
        journal.tap(decision(1))
        assert journal.commit_intent(approved(1)) == Committed(2, 2)
        assert [row.kind for row in journal.rows("run-1")] == ["DecisionMade", "OrderIntent"]
        assert [row.event for row in journal.rows("run-1")] == [decision(1), approved(1)]

    def test_a_known_intent_adds_nothing(self, journal: Journal) -> None:
        self.begun(journal)
        journal.commit_intent(approved(1))
        assert journal.commit_intent(approved(1)) == Committed(0, 1, intent_known=True)

    def test_the_chain_of_an_untouched_journal_is_whole(self, journal: Journal) -> None:
        assert journal.verify().whole
        self.begun(journal)
        for minute in range(5):
            journal.tap(bar_closed(minute))
            journal.commit()
        verdict = journal.verify()
        assert verdict.whole and verdict.rows == 5

    def test_settings_and_sizes_of_a_run_come_back(self, journal: Journal) -> None:
        begun = Run(run_id="r", key="k", started_ns=7, settings_hash="h", settings='{"a":1}', meta={"csv:ppo": 12})
        journal.begin_run(begun)
        assert journal.runs() == [begun]
        assert journal.continue_run("r", {"csv:sac": 7}) is None
        assert journal.runs()[0].meta == {"csv:ppo": 12, "csv:sac": 7}

    def test_events_read_back_hash_as_they_did_before(self, journal: Journal) -> None:
        self.begun(journal)
        before, after = EventHash(), EventHash()
        for event in (decision(1), approved(1)):
            before.tap(event)
            journal.tap(event)
        journal.commit()
        for row in journal.rows("run-1"):
            after.tap(row.event)
        assert before.hexdigest() == after.hexdigest()
