"""Paper mode, whole: orders reach the gateway once, protection stands there, and a killed core or bridge loses nothing."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from tests.e2e.house import rlbot_process
from tests.e2e.paper_house import needs_paper, paper

AGENT = """algorithm = "hold"
symbol = "AAPL"
interval = "1m"
budget = 50_000
[features]
names = ["price", "volume"]
[limits]
stop_loss = 0.05
"""


def test_an_order_is_filled_guarded_and_survives_the_kill_of_core_and_bridge(tmp_path: Path) -> None:
    needs_paper()
    with paper(tmp_path / "home", {"holder": AGENT}) as run:
        run.until(lambda: bool(run.fills()), "the first fill")
        (first,) = run.fills()
        placed = run.gateway()["placed"]
        assert placed == {first["client_order_id"]: 1, first["client_order_id"] + ".sl": 1}
        for child in ("core", "bridge"):
            pid = run.pid(child)
            os.kill(pid, signal.SIGKILL)
            run.until(lambda pid=pid, child=child: run.pid(child) not in {0, pid}, f"a new {child}")
        run.until((tmp_path / "home" / "checkpoints" / "address").exists, "a core that listens again")
        run.until(lambda: len(run.events("DecisionMade")) > 1, "a decision after the kills")
        labels = rlbot_process(run.home, "status", "--json").json["status"]["labels"]
        truth = run.gateway()
    assert run.fills() == [first] and truth["placed"] == placed, "nothing was placed or booked twice"
    assert truth["positions"] == {"AAPL": run.position()}
    assert run.events("TradingHalted") == []
    assert labels == ["SYNTHETIC"], "the gateway's prices are made up, though they come as IBKR's"
