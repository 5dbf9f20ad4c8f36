"""Which rows of a shared file are whose."""

from __future__ import annotations

from rlbot.journal.journal import Run
from rlbot.monitoring.row_segments import new_mark, segments


def run(run_id: str, **marks: int) -> Run:
    """With marks: n1=100 means that its first mark lies at byte 100."""
    meta = {f"csv:ppo#{name[1:]}": size for name, size in marks.items()}
    return Run(run_id=run_id, key=run_id, started_ns=1, meta=meta)


def test_a_run_owns_from_its_mark_to_the_next() -> None:
    runs = [run("a", n1=100, n3=300), run("b", n2=200)]
    assert segments("ppo", "a", runs, 400) == [(100, 200), (300, 400)]
    assert segments("ppo", "b", runs, 400) == [(200, 300)]
    assert segments("other", "a", runs, 400) == []


def test_of_two_marks_at_one_place_the_later_owns_what_follows() -> None:
    runs = [run("a", n1=100), run("b", n2=100)]
    assert segments("ppo", "a", runs, 200) == []
    assert segments("ppo", "b", runs, 200) == [(100, 200)]


def test_a_mark_behind_a_place_where_the_file_was_cut_counts_from_there() -> None:
    runs = [run("a", n1=0, n2=100), run("b", n3=90)]
    assert segments("ppo", "a", runs, 200) == [(0, 90)]
    assert segments("ppo", "b", runs, 200) == [(90, 200)]


def test_a_file_made_anew_belongs_to_nobody_yet() -> None:
    assert segments("ppo", "a", [run("a", n1=500)], 145) == []


def test_marks_are_numbered_over_all_runs_and_by_agent() -> None:
    runs = [run("a", n9=100), run("b", n10=200)]
    assert new_mark("ppo", 7, runs) == ("csv:ppo#11", 7)
    assert new_mark("sac", 7, runs) == ("csv:sac#1", 7)
