"""`rlbot arm`, `rlbot disarm`, and what `rlbot up --mode live` and `rlbot rollback` say to them."""

from __future__ import annotations

import io
import json
import stat
from pathlib import Path

import pytest

from rlbot.agents.registry import MANIFEST, ModelRegistry
from rlbot.app.home import Home
from rlbot.clock import WallClock
from rlbot.system.armed_file import read_armed, write_armed
from rlbot.system.arming import HOUR_NS, Armed
from tests.e2e import fake_model
from tests.e2e.house import Ran, make_home, rlbot

LIVE = "U1234567"
HOLD = 'algorithm = "hold"\nsymbol = "AAPL"\nbudget = 12_500\n[limits]\nstop_loss = 0.05\n'


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return make_home(tmp_path, {"keep": HOLD, "learner": fake_model.AGENT})


def gate(home: Path, verdict: str, version: str = "v1") -> None:
    path = home / "checkpoints" / "learner" / version / MANIFEST
    path.write_text(json.dumps(json.loads(path.read_text()) | {"gate": verdict}))


def armed_until(home: Path, hours: float, account: str = LIVE) -> None:
    now_ns = WallClock().now_ns()
    write_armed(home / "checkpoints" / "armed", Armed(account, now_ns - HOUR_NS, now_ns + int(hours * HOUR_NS), "me"))


def test_arming_names_who_will_trade_and_expires(home: Path) -> None:
    done = rlbot(home, "arm", LIVE, "--yes", "--hours", "2", "--json").json
    found = read_armed(home / "checkpoints" / "armed")
    assert isinstance(found, Armed) and found.account == LIVE and found.until_ns - found.from_ns == 2 * HOUR_NS
    assert stat.S_IMODE((home / "checkpoints" / "armed").stat().st_mode) == 0o600
    keep, learner = done["agents"]
    assert (keep["budget"], keep["gate"], keep["trades"], keep["limits"]["stop_loss"]) == (12_500.0, "rule", "hold", 0.05)
    assert (learner["gate"], learner["trades"]) == ("none", "vol_target") and "no trained version" in learner["instead"]


@pytest.mark.parametrize(
    ("verdict", "trades"),
    [("passed", "v1"), ("failed", "vol_target"), ("none", "vol_target")],
    ids=["passed", "failed", "none"],
)
def test_the_gates_verdict_says_who_trades(home: Path, verdict: str, trades: str) -> None:
    fake_model.deploy(home, "learner")
    gate(home, verdict)
    [_, learner] = rlbot(home, "arm", LIVE, "--yes", "--json").json["agents"]
    assert (learner["gate"], learner["trades"]) == (verdict, trades)
    [version] = rlbot(home, "models", "learner", "--json").json["versions"]
    assert (version["gate"], version["proven"]) == (verdict, verdict == "passed")


@pytest.mark.parametrize(("typed", "status"), [(LIVE, 0), ("U1234568", 3), ("y", 3), ("", 3)])
def test_the_account_is_typed_again(home: Path, monkeypatch: pytest.MonkeyPatch, typed: str, status: int) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed + "\n"))
    done = rlbot(home, "arm", LIVE)
    assert done.status == status and (home / "checkpoints" / "armed").exists() is (status == 0)


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (["DU1234567"], 3, "DU1234567 is a paper account"),
        (["DF1234567"], 3, "DF1234567 is a paper account"),
        (["u1234567"], 2, "is no account id"),
        (["U1 234"], 2, "is no account id"),
        (["X9"], 2, "'X9' is no account id; it looks like U1234567"),
        (["U"], 2, "is no account id"),
        (["1234567"], 2, "is no account id"),
        (["U123456789012345"], 2, "is no account id"),
        ([LIVE, "--hours", "0"], 2, "--hours 0 is out of range"),
        ([LIVE, "--hours", "169"], 2, "--hours 169 is out of range"),
        ([LIVE, "--hours", "nan"], 2, "--hours nan is out of range"),
    ],
)
def test_what_cannot_be_armed_is_refused(home: Path, words: list[str], status: int, told: str) -> None:
    done = rlbot(home, "arm", *words, "--yes")
    assert done.status == status and told in done.err and "Traceback" not in done.err
    assert not (home / "checkpoints" / "armed").exists()


def test_the_settings_account_and_no_other_is_armed(home: Path) -> None:
    (home / "configs" / "rlbot.toml").write_text('[bridge]\naccount = "U7654321"\n')
    done = rlbot(home, "arm", LIVE, "--yes")
    assert done.status == 3 and "[bridge] account is U7654321, not U1234567" in done.err
    assert rlbot(home, "arm", "U7654321", "--yes").status == 0


@pytest.mark.parametrize("account", ["U1", "F1234567", "I1234567", "U12345678"])
def test_accounts_of_persons_and_of_advisors_are_armed(home: Path, account: str) -> None:
    assert rlbot(home, "arm", account, "--yes", "--json").json["account"] == account


def test_disarming_twice_is_no_mistake(home: Path) -> None:
    rlbot(home, "arm", LIVE, "--yes")
    assert rlbot(home, "disarm", "--json").json == {"armed": False, "was_armed": True}
    assert not (home / "checkpoints" / "armed").exists()
    assert rlbot(home, "disarm", "--json").json == {"armed": False, "was_armed": False}


def live(home: Path) -> Ran:
    return rlbot(home, "up", "--mode", "live")


def test_live_is_refused_without_an_arming_that_stands(home: Path) -> None:
    never = live(home)
    assert never.status == 3 and never.err.strip() == "live trading is not armed; `rlbot arm ACCOUNT` arms it"
    armed_until(home, -0.5)
    over = live(home)
    assert over.status == 3 and f"the arming of {LIVE} ended at" in over.err
    armed_until(home, 2.0)
    (home / "checkpoints" / "armed").chmod(0o644)
    assert live(home).status == 3 and "its mode is 644, not 600" in live(home).err
    (home / "checkpoints" / "armed").write_text("U1234567")
    (home / "checkpoints" / "armed").chmod(0o600)
    assert live(home).status == 3 and "is damaged" in live(home).err


def test_live_is_refused_where_the_settings_name_another_account(home: Path) -> None:
    armed_until(home, 2.0)
    (home / "configs" / "rlbot.toml").write_text('[bridge]\naccount = "U7654321"\n')
    other = live(home)
    assert other.status == 3 and "U1234567 is armed, not U7654321; `rlbot arm U7654321` arms it" in other.err
    (home / "configs" / "rlbot.toml").write_text('[bridge]\naccount = "DU7654321"\n')
    paper = live(home)
    assert paper.status == 3 and "[bridge] account DU7654321 is a paper account, and this is live mode" in paper.err
    (home / "configs" / "rlbot.toml").write_text('[bridge]\naccount = "U7654321"\n')
    assert rlbot(home, "up", "--mode", "paper").status == 3


def test_while_live_is_armed_only_a_proven_version_is_rolled_back_to(home: Path) -> None:
    for seed in (3, 4, 5):
        fake_model.deploy(home, "learner", seed)
    gate(home, "passed", "v1")
    gate(home, "failed", "v2")
    armed_until(home, 2.0)
    refused = rlbot(home, "rollback", "learner", "v2")
    assert refused.status == 3 and "v2 has failed its gate: it may not risk money" in refused.err
    assert rlbot(home, "rollback", "learner").status == 3, "the one before, v2, is meant"
    assert ModelRegistry(home / "checkpoints").current("learner") == "v3"
    assert rlbot(home, "rollback", "learner", "v1", "--json").json == {"agent": "learner", "current": "v1"}
    rlbot(home, "disarm")
    assert rlbot(home, "rollback", "learner", "v2").status == 0, "simulate and paper may"


def test_while_live_runs_disarmed_only_a_proven_version_is_rolled_back_to(home: Path) -> None:
    for seed in (3, 4):
        fake_model.deploy(home, "learner", seed)
    with Home(home).running("live"):
        refused = rlbot(home, "rollback", "learner", "v1")
        assert refused.status == 3 and "live trading runs, and v1 has not passed a gate" in refused.err
    with Home(home).running("paper"):
        assert rlbot(home, "rollback", "learner", "v1").status == 0


def test_a_proven_version_that_was_damaged_stops_the_start_with_the_way_out(home: Path) -> None:
    path = fake_model.deploy(home, "learner")
    gate(home, "passed")
    armed_until(home, 2.0)
    (path / "policy.npz").write_bytes(b"tampered")
    stopped = live(home)
    assert stopped.status == 1 and "policy.npz is not the file that was trained. Run `rlbot train learner`" in stopped.err
