"""The whole platform over a night, killed in between: a daily order waits, is placed on open once, and fills at the open."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from rlbot.clock import from_iso, iso
from tests.bridge.brokers import free_port
from tests.e2e.paper_house import needs_paper, paper
from tests.faults.chain.chain import LONG

AGENT = """algorithm = "hold"
symbol = "AAPL"
budget = 50_000
[features]
names = ["price", "volume"]
[limits]
stop_loss = 0.05
"""
# The daily bar is asked for a minute after the close; a start takes up to half a minute.
EVENING, MORNING, RELEASE, OPEN = "20:59:10", "14:26:30", "14:27:00", "14:30:00"
LEAD = "open_lead_min = 3\n"
TO_THE_OPEN_S = 260.0


@pytest.mark.skipif(not LONG, reason="six minutes of waiting for a close and an open: make faults runs it")
def test_an_order_of_the_evening_is_placed_in_the_morning_by_another_core(tmp_path: Path) -> None:
    needs_paper()
    home, ports = tmp_path / "home", (free_port(), free_port())
    with paper(home, {"holder": AGENT}, LEAD, at=f"2026-11-23T{EVENING}Z", ports=ports) as run:
        run.until(lambda: bool(run.events("OrderApproved")), "the decision after the close")
        os.kill(run.pid("core"), signal.SIGKILL)
        run.until(lambda: run.pid("core") and (home / "checkpoints" / "address").exists(), "another core")
        assert run.gateway()["placed"] == {}
    with paper(home, {"holder": AGENT}, LEAD, at=f"2026-11-24T{MORNING}Z", ports=ports) as run:
        (order,) = run.events("OrderApproved")
        name = order["client_order_id"]
        run.until(lambda: bool(run.events("OrderAccepted")), "its placing")
        (accepted,) = run.events("OrderAccepted")
        assert from_iso(f"2026-11-24T{RELEASE}Z") <= accepted["ts_ns"] < from_iso("2026-11-24T14:28:00Z")
        working = {one["order_ref"]: one for one in run.ask_gateway({"do": "state"})["live"]}
        assert working[name]["tif"] == "OPG"
        run.until(lambda: bool(run.fills()), "the fill", TO_THE_OPEN_S)
        truth = run.gateway()
    assert truth["placed"] == {name: 1, name + ".sl": 1} and truth["positions"] == {"AAPL": run.position()}
    assert run.position() == order["quantity"]
    assert iso(run.fills()[0]["bar_ns"])[:19] == f"2026-11-24T{OPEN}"
    assert run.events("OrderCancelled") == run.events("OrderRejected") == run.events("TradingHalted") == []
