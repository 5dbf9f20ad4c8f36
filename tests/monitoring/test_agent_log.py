"""The agents' CSV: every row exactly once, whenever the process dies, and never touched again."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rlbot.bus import Bus
from rlbot.journal.journal import Run
from rlbot.monitoring.agent_log import AgentLogs, open_agent_logs
from rlbot.monitoring.agent_row import COLUMNS, HEADER
from rlbot.monitoring.row_file import FileRefused
from tests.journal.sample_events import decision, due, explained, reward

NAMES = ("price", "volume", "rsi", "macd", "ema_10", "ema_50", "vix")
FEATURES = (100.2, 1_000.0, 28.5, -0.125, 101.0, 99.5, 17.25)


def opened(folder: Path) -> AgentLogs:
    """Which must open."""
    logs = open_agent_logs(folder, "simulate", {"ppo_stock": NAMES})
    assert isinstance(logs, AgentLogs), logs
    return logs


def path_in(folder: Path) -> Path:
    """The CSV."""
    return folder / "ppo_stock" / "agent_live_logs.csv"


def play(logs: AgentLogs, minutes: range) -> None:
    """What the engine says in these minutes, through the bus."""
    bus = Bus()
    logs.listen(bus)
    for minute in minutes:
        if minute > 0:
            bus.publish(reward(minute - 1, 0.5 + minute))
        bus.publish(due(minute, FEATURES))
        bus.publish(decision(minute))
        bus.publish(explained(minute, 'RSI is low,\nand "volume" rises.'))


def whole(folder: Path, minutes: int) -> bytes:
    """What an undisturbed run of so many minutes writes."""
    logs = opened(folder)
    play(logs, range(minutes))
    assert logs.flush() == ""
    logs.close()
    return path_in(folder).read_bytes()


def test_a_row_holds_the_bar_its_features_the_decision_its_reason_and_its_reward(tmp_path: Path) -> None:
    whole(tmp_path, 2)
    with path_in(tmp_path).open(newline="", encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    assert tuple(row) == COLUMNS
    assert row == {
        "timestamp": "2023-11-14T22:14:00Z", "price": "100.19999999999999", "volume": "1000", "rsi": "28.5", "macd": "-0.125",
        "ema_10": "101", "ema_50": "99.5", "vix": "17.25", "sentiment": "", "action": "buy", "reward": "1.5",
        "open": "100.1", "high": "101.1", "low": "99.1", "asset": "AAPL", "source": "csv", "mode": "simulate",
        "target_weight": "0.25", "confidence": "0.6", "rationale": 'RSI is low, and "volume" rises.', "version": "v1",
    }  # fmt: skip


def test_a_row_waits_for_its_reward_and_for_its_commit(tmp_path: Path) -> None:
    logs = opened(tmp_path)
    play(logs, range(1))
    logs.flush()
    assert path_in(tmp_path).read_bytes() == HEADER, "the reward is not known yet"
    play(logs, range(1, 2))
    assert path_in(tmp_path).read_bytes() == HEADER, "nothing is committed yet"
    logs.flush()
    assert path_in(tmp_path).read_bytes().count(b"\n") == 2
    logs.close()


@given(rows_in_file=st.integers(0, 7), torn=st.integers(0, 400), committed=st.integers(1, 7))
@settings(deadline=None, max_examples=60)
def test_wherever_the_file_was_cut_off_each_row_is_there_once(
    tmp_path_factory: pytest.TempPathFactory, rows_in_file: int, torn: int, committed: int
) -> None:
    folder = tmp_path_factory.mktemp("csv")
    full = whole(folder, 9)
    lines = full.splitlines(keepends=True)
    path_in(folder).write_bytes(b"".join(lines[: 1 + rows_in_file]) + lines[-1][: min(torn, len(lines[-1]) - 1)])
    logs = opened(folder)
    runs = [Run(run_id="run-1", key="k", started_ns=1, meta={"csv:ppo_stock#1": len(HEADER)})]
    logs.resume("run-1", runs)
    play(logs, range(committed + 1))
    assert logs.replayed() == ""
    assert path_in(folder).read_bytes() == b"".join(lines[: 1 + committed]), "no more and no less than the journal holds"
    play(logs, range(committed + 1, 9))
    logs.flush()
    logs.close()
    assert path_in(folder).read_bytes() == full


@pytest.mark.parametrize("kept", [0, 1, 60, len(HEADER) - 1])
def test_a_torn_header_is_completed(tmp_path: Path, kept: int) -> None:
    path_in(tmp_path).parent.mkdir()
    path_in(tmp_path).write_bytes(HEADER[:kept])
    opened(tmp_path).close()
    assert path_in(tmp_path).read_bytes() == HEADER


def test_a_file_with_other_columns_is_refused_and_left_alone(tmp_path: Path) -> None:
    path_in(tmp_path).parent.mkdir()
    path_in(tmp_path).write_bytes(b"time,price\n1,2\n")
    refused = open_agent_logs(tmp_path, "simulate", {"ppo_stock": NAMES})
    assert isinstance(refused, FileRefused)
    assert "other columns" in refused.sentence and "move it aside" in refused.sentence
    assert path_in(tmp_path).read_bytes() == b"time,price\n1,2\n"


def test_a_new_run_writes_on_behind_the_rows_of_earlier_ones(tmp_path: Path) -> None:
    first = whole(tmp_path, 4)
    assert whole(tmp_path, 3).startswith(first)


def test_runs_that_take_turns_keep_their_rows_apart(tmp_path: Path) -> None:
    """A, then B, then A again, killed before its rows reached the file, then A again: nothing of B's counts as A's."""
    logs = opened(tmp_path)
    a = Run(run_id="a", key="a", started_ns=1, meta=logs.meta([]))
    play(logs, range(4))
    logs.flush()
    logs.close()
    logs = opened(tmp_path)
    b = Run(run_id="b", key="b", started_ns=2, meta=logs.meta([a]))
    play(logs, range(3))
    logs.flush()
    logs.close()
    before = path_in(tmp_path).read_bytes()
    for _ in range(2):
        logs = opened(tmp_path)
        logs.resume("a", [a, b])
        a = Run(run_id="a", key="a", started_ns=1, meta=a.meta | logs.meta([a, b]))
        play(logs, range(6))  # the journal holds two minutes more than the file
        assert logs.replayed() == ""
        logs.close()
    after = path_in(tmp_path).read_bytes()
    assert after.startswith(before)
    assert after.count(b"\n") == before.count(b"\n") + 2


def test_a_file_that_somebody_took_away_is_made_again_from_the_journal(tmp_path: Path) -> None:
    logs = opened(tmp_path)
    run = Run(run_id="a", key="a", started_ns=1, meta=logs.meta([]))
    logs.close()
    full = whole(tmp_path, 4)
    path_in(tmp_path).unlink()
    logs = opened(tmp_path)
    logs.resume("a", [run])
    play(logs, range(4))
    logs.replayed()
    logs.close()
    assert path_in(tmp_path).read_bytes() == full


def test_on_a_full_disk_rows_wait_and_come_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    logs = opened(tmp_path)
    play(logs, range(3))

    def full(handle: int, content: bytes, at: int) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "pwrite", full)
        sentence = logs.flush()
    assert "No space left" in sentence and "agent_live_logs.csv" in sentence
    assert path_in(tmp_path).read_bytes() == HEADER
    assert logs.flush() == ""
    assert path_in(tmp_path).read_bytes().count(b"\n") == 3
    logs.close()


def test_a_short_write_is_completed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = whole(tmp_path / "a", 3)
    logs = opened(tmp_path / "b")
    play(logs, range(3))
    real = os.pwrite
    monkeypatch.setattr(os, "pwrite", lambda handle, content, at: real(handle, content[:7], at))
    logs.flush()
    logs.close()
    assert path_in(tmp_path / "b").read_bytes() == expected


def test_another_agents_events_do_not_matter(tmp_path: Path) -> None:
    logs = opened(tmp_path)
    logs.on_due(due(1, FEATURES, agent_id="stranger"))
    logs.on_decision(decision(1, agent_id="stranger"))
    logs.on_explained(explained(1, agent_id="stranger"))
    logs.on_reward(reward(1, agent_id="stranger"))
    assert logs.flush() == ""
    assert path_in(tmp_path).read_bytes() == HEADER
    logs.close()
