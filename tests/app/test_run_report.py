"""The report at the end of a run: what the price did is told in the shares of the end, splits taken out."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from rlbot.app.run_report import RunReport
from rlbot.bus import Bus
from rlbot.events.trade import CommissionCharged
from tests.e2e.house import make_home, rlbot
from tests.e2e.worlds import days, split_on, walk, write
from tests.execution.approved import approved, filled
from tests.monitoring.scenario import closed, marked

HOLD = 'algorithm = "hold"\nsymbol = "AAPL"\n[features]\nnames = ["price"]\n'


def test_a_split_is_no_loss(tmp_path: Path) -> None:
    bars = walk(days(300), 3, start=400.0)
    day = bars[260].day
    write(tmp_path / "data", "AAPL_1d.csv", split_on(bars, day, 4.0))
    (tmp_path / "data" / "CORPORATE_ACTIONS.csv").write_text(f"symbol,date,action,value\nAAPL,{day},split,4\n")
    home = make_home(tmp_path, {"keep": HOLD}, '[simulate]\nfeed = "csv"\n')
    words = ("up", "--from", "2020-10-01", "--speed", "max", "--exit-at-end", "--no-web", "--json")
    ran = rlbot(home, *words, "--data", tmp_path / "data")  # the settings say that it is csv
    assert ran.status == 0, ran.err
    first = next(bar for bar in bars if bar.day >= "2020-10-01")
    report = ran.json["agents"]["keep"]
    assert report["price_change"] == pytest.approx(bars[-1].close / first.close - 1.0)
    assert report["fills"] == 1 and report["total_return"] == pytest.approx(report["price_change"], abs=0.05)


def test_bars_that_a_model_was_trained_on_are_counted_and_told() -> None:
    bus, report = Bus(), RunReport(("ppo_stock", "sac_etf"))
    report.listen(bus)
    for day, seen in enumerate([("ppo_stock",), ("ppo_stock",), ()]):
        bus.publish(replace(closed(day), in_sample=seen))
        bus.publish(replace(closed(day, symbol="VIX"), in_sample=("sac_etf",)))  # an input of the other's, not what it trades
        bus.publish(marked(day, 50_000.0))
        bus.publish(marked(day, 50_000.0, agent="sac_etf"))
    told = report.document()
    assert (told["ppo_stock"]["in_sample_bars"], told["sac_etf"]["in_sample_bars"]) == (2, 0)
    (line,) = report.in_sample()
    assert line == "2 of 3 bars are IN SAMPLE: ppo_stock was trained on them, so its figures prove nothing"


def test_what_a_broker_charges_after_the_fill_is_a_cost_too() -> None:
    bus, report = Bus(), RunReport(("a",))
    report.listen(bus)
    for amount in (1.25, -0.25):
        bus.publish(
            CommissionCharged(ts_ns=1, exec_id="e", client_order_id="a-1-e", agent_id="a", symbol="AAPL", amount=amount)
        )
    assert report.document()["a"]["costs"] == 1.0


def test_what_was_executed_for_an_agent_without_a_seat_is_told_apart() -> None:
    bus, report = Bus(), RunReport(("a",))
    report.listen(bus)
    before = report.document()
    bus.publish(filled(approved("g-1-e", agent_id="gone"), 10))
    charge = CommissionCharged(ts_ns=1, exec_id="x1", client_order_id="g-1-e", agent_id="gone", symbol="AAPL", amount=1.25)
    bus.publish(charge)
    assert report.document() == before
    assert report.left_out() == ["agent gone has no seat in this run: 1 fill and 2.25 USD of costs are in no figure here"]


def test_a_made_up_market_is_marked_and_every_column_explained(tmp_path: Path) -> None:
    bars = walk(days(300), 3)
    write(tmp_path / "data", "AAPL_1d.csv", bars)
    home = make_home(tmp_path, {"keep": HOLD})
    flags = ("--speed", "max", "--exit-at-end", "--no-web", "--fresh")
    made_up = rlbot(home, "up", "--feed", "synthetic", "--to", "2005-03-01", *flags)
    recorded = rlbot(home, "up", "--feed", "csv", "--data", tmp_path / "data", "--from", "2020-10-01", *flags)
    assert (made_up.status, recorded.status) == (0, 0), made_up.err + recorded.err
    assert made_up.out.startswith("SYNTHETIC market") and "SYNTHETIC" not in recorded.out
    for ran in (made_up, recorded):
        assert "max drawdown  price change\n" in ran.out
        assert "price change: what the symbol itself did" in ran.out
        assert "buys, sells: what the agent decided; fills: all that was executed" in ran.out


def test_data_for_another_feed_is_wrong_use(tmp_path: Path) -> None:
    home = make_home(tmp_path, {"keep": HOLD})
    ran = rlbot(home, "up", "--feed", "synthetic", "--data", tmp_path)
    assert ran.status == 2 and "--feed csv" in ran.err
