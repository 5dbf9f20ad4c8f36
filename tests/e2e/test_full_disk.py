"""A disk that takes no more: the run stops with a sentence, and with room again it ends as if nothing had happened."""

from __future__ import annotations

import resource
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.house import ROOT, Ran, command, make_home, rlbot
from tests.e2e.worlds import days, walk, write

AGENT = 'algorithm = "vol_target"\nsymbol = "AAPL"\n[limits]\nno_trade_band = 0.01\n[features]\nnames = ["price"]\n'
UP = ("up", "--feed", "csv", "--from", "2020-06-01", "--speed", "max", "--exit-at-end", "--no-web")


@pytest.fixture
def words(tmp_path: Path) -> tuple[object, ...]:
    write(tmp_path / "market", "AAPL_1d.csv", walk(days(420), 1))
    return (*UP, "--data", tmp_path / "market")


def limited(home: Path, words: tuple[object, ...], most_bytes: int) -> Ran:
    """In a process whose files cannot grow beyond `most_bytes`."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))

    done = subprocess.run(
        command(home, *words), capture_output=True, text=True, cwd=ROOT, preexec_fn=limit, timeout=60, check=False
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def stored(home: Path) -> list[tuple[str, bytes]]:
    with sqlite3.connect(home / "checkpoints" / "journal.sqlite3") as db:
        kinds = ("DecisionMade", "OrderFilled", "EquityMarked", "RewardRealised", "DecisionExplained")
        return list(db.execute(f"SELECT kind, payload FROM events WHERE kind IN ({','.join('?' * 5)}) ORDER BY seq", kinds))


def csv_of(home: Path) -> bytes:
    return (home / "logs" / "agents" / "one" / "agent_live_logs.csv").read_bytes()


@pytest.mark.parametrize("most_bytes", [70_000, 400_000])
def test_with_room_again_the_run_ends_as_if_nothing_had_happened(
    tmp_path: Path, words: tuple[object, ...], most_bytes: int
) -> None:
    calm, hit = make_home(tmp_path / "calm", {"one": AGENT}), make_home(tmp_path / "hit", {"one": AGENT})
    assert rlbot(calm, *words).status == 0
    ran = limited(hit, words, most_bytes)
    assert ran.status == 1, ran.err
    assert "Traceback" not in ran.err and "could not be written" in ran.err and "goes on from there" in ran.err
    assert len(stored(hit)) < len(stored(calm))
    assert rlbot(hit, "journal", "verify").status == 0
    assert rlbot(hit, *words).status == 0
    assert stored(hit) == stored(calm) and csv_of(hit) == csv_of(calm)
    assert rlbot(hit, "journal", "verify").status == 0


def test_rows_that_found_no_room_are_written_by_the_next_start(
    tmp_path: Path, words: tuple[object, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    from rlbot.monitoring import row_file

    calm, hit = make_home(tmp_path / "calm", {"one": AGENT}), make_home(tmp_path / "hit", {"one": AGENT})
    assert rlbot(calm, *words).status == 0
    full: Callable[..., str] = lambda self, rows: "the log could not be written: no space left"  # noqa: E731
    with monkeypatch.context() as patch:
        patch.setattr(row_file.RowFile, "append", full)
        ran = rlbot(hit, *words)
    assert ran.status == 1 and "could not be written" in ran.err and "the same command" in ran.err
    assert stored(hit) == stored(calm)
    assert rlbot(hit, *words).status == 0
    assert csv_of(hit) == csv_of(calm) and stored(hit) == stored(calm)


def test_a_report_that_finds_no_room_says_so(tmp_path: Path, words: tuple[object, ...]) -> None:
    home = make_home(tmp_path / "home", {"one": AGENT})
    asked = ("backtest", "one", "--data", tmp_path / "market", "--out", tmp_path / "out")
    ran = limited(home, asked, 4_000)
    assert ran.status == 1 and "Traceback" not in ran.err
    assert "could not be written" in ran.err and "--out" in ran.err
