"""Things that went bad where the platform keeps them: a sentence and a way out, and what else is stored stays as it is."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.fake_model import AGENT, deploy
from tests.e2e.house import Ran, make_home, rlbot
from tests.e2e.worlds import days, walk, write

UP = ("up", "--feed", "csv", "--from", "2020-10-01", "--speed", "max", "--exit-at-end", "--no-web")
TEST = ("backtest", "learned", "--from", "2020-10-01")
Damage = Callable[[Path], object]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    write(tmp_path / "market", "AAPL_1d.csv", walk(days(260), 1))
    root = make_home(tmp_path / "home", {"learned": AGENT})
    deploy(root, "learned")
    return root


def ask(home: Path, *words: str) -> Ran:
    data = ("--data", str(home.parent / "market")) if words[0] in ("up", "backtest") else ()
    return rlbot(home, *words, *data)


def one_sentence(ran: Ran, *told: str) -> None:
    assert ran.status in (1, 2) and ran.out == ""
    assert "Traceback" not in ran.err and "unexpected" not in ran.err
    said = [line for line in ran.err.strip().splitlines() if "is not proven" not in line]  # a remark on any model nobody gated
    assert len(said) == 1, ran.err
    for word in told:
        assert word in ran.err
    assert "crash" not in ran.err


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


MODELS: dict[str, tuple[Damage, str]] = {
    "zip": (lambda v: (v / "ppo_stock_model.zip").write_bytes(b"no zip"), "ppo_stock_model.zip"),
    "half a zip": (lambda v: _cut(v / "ppo_stock_model.zip"), "ppo_stock_model.zip"),
    "no zip": (lambda v: (v / "ppo_stock_model.zip").unlink(), "ppo_stock_model.zip"),
    "arrays": (lambda v: (v / "policy.npz").write_bytes(b""), "policy.npz"),
    "manifest": (lambda v: (v / "manifest.json").write_bytes(b'{"agent_id":'), "manifest.json"),
    "normalizer": (lambda v: (v / "normalizer.json").write_bytes(b"[]"), "normalizer.json"),
    "current": (lambda v: (v.parent / "current").write_bytes(b"\xff\xfe"), "current"),
    "current of none": (lambda v: (v.parent / "current").write_text("v9\n"), "current"),
}


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


@pytest.mark.parametrize("fault", MODELS)
def test_a_damaged_model_names_the_file_and_the_command_that_helps(home: Path, fault: str) -> None:
    damage, told = MODELS[fault]
    damage(home / "checkpoints" / "learned" / "v1")
    before = contents(home / "checkpoints" / "learned")
    for words in (TEST, UP):
        one_sentence(ask(home, *words), told, "rlbot ")
    assert contents(home / "checkpoints" / "learned") == before
    assert ask(home, "models", "learned", "--json").status == 0


def test_an_earlier_version_is_the_way_out_of_a_damaged_one(home: Path) -> None:
    deploy(home, "learned", seed=4)
    (home / "checkpoints" / "learned" / "v2" / "ppo_stock_model.zip").write_bytes(b"no zip")
    one_sentence(ask(home, *UP), "rlbot rollback learned v1")
    assert ask(home, "rollback", "learned", "v1").status == 0
    assert ask(home, *UP).status == 0


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _other(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE letters (a)")


JOURNALS: dict[str, Damage] = {
    "garbage": lambda p: p.write_bytes(b"garbage" * 999),
    "cut off": lambda p: p.write_bytes(p.read_bytes()[:20_000]),
    "another database": _other,
    "pages": lambda p: p.write_bytes(p.read_bytes()[:100] + b"\xff" * 400 + p.read_bytes()[500:]),
    "its middle": lambda p: p.write_bytes(p.read_bytes()[:40_000] + b"\xff" * 60_000 + p.read_bytes()[100_000:]),
    "a folder": _folder,
}


@pytest.mark.parametrize("fault", JOURNALS)
def test_a_damaged_journal_is_told_of_and_left_as_it_is(home: Path, fault: str) -> None:
    assert ask(home, *UP).status == 0
    path = home / "checkpoints" / "journal.sqlite3"
    for beside in path.parent.glob("journal.sqlite3-*"):
        beside.unlink()
    JOURNALS[fault](path)
    before = contents(path.parent)["journal.sqlite3"] if path.is_file() else b""
    one_sentence(ask(home, "journal", "verify"), "journal")
    if fault != "its middle":  # which rows that hits is chance
        one_sentence(ask(home, "journal", "show"), "journal")
        one_sentence(ask(home, *UP), "journal", "aside")
    assert not path.is_file() or path.read_bytes() == before


@pytest.mark.parametrize("content", [b'{"run_id": "sim', b"", b"\xff\xfe", b"[]"])
def test_a_half_written_state_is_told_of_kept_and_rebuilt(home: Path, content: bytes) -> None:
    assert ask(home, *UP).status == 0
    state = home / "checkpoints" / "state.json"
    whole = state.read_bytes()
    state.write_bytes(content)
    ran = ask(home, *UP, "--fresh")
    assert ran.status == 0 and "state.json is damaged" in ran.err and "kept as" in ran.err
    assert [p.read_bytes() for p in state.parent.glob("state.json.damaged-*")] == [content]
    assert len(state.read_bytes()) == pytest.approx(len(whole), rel=0.2)


def test_places_that_are_taken_are_named(home: Path) -> None:
    logs = home / "logs"
    logs.write_text("in the way")
    one_sentence(ask(home, *UP), str(logs), "--home")
    logs.unlink()
    shutil.rmtree(home / "checkpoints")
    (home / "checkpoints").write_text("in the way")
    for words in (UP, TEST):
        ran = ask(home, *words)
        assert ran.status != 0 and "Traceback" not in ran.err and "unexpected" not in ran.err, ran.err


def test_a_stale_address_is_no_platform(home: Path) -> None:
    for text in (b"\xff\xfe", b"", b"http://127.0.0.1:1\n", b"gopher:/x"):
        (home / "checkpoints" / "address").write_bytes(text)
        (home / "checkpoints" / "token").write_bytes(b"t\n")
        for words in (("status",), ("why", "learned"), ("pause", "learned")):
            one_sentence(ask(home, *words), "no platform", "rlbot up")
