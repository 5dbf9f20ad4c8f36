"""Live mode, whole: it trades the armed account and no other, with who is proven or the baseline, until it is disarmed."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.house import rlbot
from tests.e2e.paper_house import needs_paper, paper

LIVE, OTHER = "U1234567", "U7654321"
EVERY_MINUTE = """symbol = "{symbol}"
interval = "1m"
budget = 50_000
[features]
names = ["price", "volume"]
[limits]
stop_loss = 0.05
"""
HOLDER = 'algorithm = "hold"\n' + EVERY_MINUTE.format(symbol="AAPL")
LEARNER = 'algorithm = "ppo"\n' + EVERY_MINUTE.format(symbol="IWM")


def test_live_trades_the_armed_account_with_the_baseline_and_takes_no_risk_while_it_is_disarmed(tmp_path: Path) -> None:
    needs_paper()
    home = tmp_path / "home"
    agents = {"holder": HOLDER, "learner": LEARNER}
    home.joinpath("configs", "agents").mkdir(parents=True)
    for name, text in agents.items():
        (home / "configs" / "agents" / f"{name}.toml").write_text(text)
    assert rlbot(home, "arm", LIVE, "--yes").status == 0
    with paper(home, agents, mode="live", accounts=(OTHER, LIVE)) as run:
        run.until(lambda: run.pid("bridge"), "the bridge's start, which comes after the look at the arming")
        assert rlbot(home, "disarm").status == 0
        run.until(lambda: bool(run.events("RunStarted")), "the core's start")
        run.ask_gateway({"do": "fault", "name": "manual_trade", "symbol": "AAPL", "shares": 500, "account": OTHER})
        run.until(lambda: "not_armed" in [halt["rule"] for halt in run.events("TradingHalted")], "the halt")
        run.until(lambda: bool(run.events("OrderRefused")), "a refusal")
        assert {refused["rule"] for refused in run.events("OrderRefused")} == {"not_armed"}
        assert run.fills() == [] and run.gateway()["placed"] == {}
        resumed = rlbot(home, "resume", "--words", "RESUME LIVE")
        assert resumed.status == 3 and "not armed" in resumed.err, "a resume does not arm"

        assert rlbot(home, "arm", LIVE, "--yes").status == 0
        run.until(lambda: {fill["agent_id"] for fill in run.fills()} == {"holder", "learner"}, "fills of both")
        assert {alert["text"] for alert in run.events("AlertRaised") if alert["code"] == "baseline_trades"} == {
            "learner: the baseline vol_target trades in its place, for it has no trained version"
        }
        assert {d["version"] for d in run.events("DecisionMade") if d["agent_id"] == "learner"} == {"vol_target"}
        status = rlbot(home, "status", "--json").json
        assert (status["status"]["mode"], status["armed"]["account"]) == ("live", LIVE)
        assert rlbot(home, "rollback", "learner", "v1").status != 0

        assert rlbot(home, "disarm").status == 0
        run.until(lambda: [h["rule"] for h in run.events("TradingHalted")] == ["not_armed", "not_armed"], "the second halt")
        truth = run.gateway()
        guards = [order for order in run.ask_gateway({"do": "state"})["live"] if order["order_ref"].endswith(".sl")]
    ours = [row for row in truth["executions"] if row["order_ref"]]
    assert {row["account"] for row in ours} == {LIVE} and len(ours) == len(run.fills())
    assert len(guards) == 2, "what protects stays"


def test_several_accounts_and_none_named_is_refused_with_their_names(tmp_path: Path) -> None:
    needs_paper()
    with paper(tmp_path / "home", {"holder": HOLDER}, accounts=("DU1111111", "DU2222222")) as run:
        status, said = run.ended()
    assert status == 3
    assert 'the gateway serves DU1111111, DU2222222; say which one is traded: [bridge] account = "DU1111111"' in said
    assert "Traceback" not in said and not (tmp_path / "home" / "checkpoints" / "kill").exists()


def test_an_account_of_the_other_kind_is_refused(tmp_path: Path) -> None:
    needs_paper()
    with paper(tmp_path / "home", {"holder": HOLDER}, accounts=(LIVE,)) as run:
        status, said = run.ended()
    assert status == 3 and f"{LIVE} is a live account and this is paper mode" in said
