"""Paper mode under its watchdog: what hangs is replaced, what keeps dying ends in safe mode, orphans take no new risk."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from rlbot.bridge.mosquitto import find_mosquitto
from tests.bridge.brokers import free_port
from tests.e2e.house import ROOT, rlbot_process
from tests.e2e.paper_house import LOOK_S, PATIENCE_S, Paper, needs_paper, paper
from tests.faults.chain.chain import LONG

AGENT = """algorithm = "hold"
symbol = "AAPL"
interval = "1m"
budget = 50_000
[features]
names = ["price", "volume"]
[limits]
stop_loss = 0.05
"""
REPLACED_S = 15.0
CHILDREN = ("mosquitto", "bridge", "core")


def until(true: Callable[[], bool], what: str) -> None:
    """As `Paper.until`, also where the watchdog is not the one of the beginning, or is gone."""
    ends, news = time.monotonic() + PATIENCE_S, threading.Event()  # never set: the world is looked at, not told
    while not true():
        assert time.monotonic() < ends, what
        news.wait(LOOK_S)


def gone(pid: int) -> bool:
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def status(home: Path) -> str:
    """What `rlbot status` says, here or there."""
    told = rlbot_process(home, "status")
    return told.out + told.err


def whole(home: Path) -> bool:
    """Whether the core hears the broker, the bridge and the gateway."""
    told = rlbot_process(home, "status", "--json")
    parts = told.json["status"]["components"] if told.status == 0 else []
    return {part["state"] for part in parts if part["name"] in {"mqtt", "bridge", "gateway"}} == {"ok"}


def once_each(run: Paper) -> None:
    """No order was placed twice, its stop stands, and the gateway holds what is booked."""
    (fill,) = run.fills()
    name, truth = fill["client_order_id"], run.gateway()
    assert truth["placed"] == {name: 1, name + ".sl": 1}
    assert [order["order_ref"] for order in run.ask_gateway({"do": "state"})["live"]] == [name + ".sl"]
    assert truth["positions"] == {"AAPL": run.position()}


@contextmanager
def up_again(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """The same command once more; it ends with Ctrl-C."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=quiet, stderr=quiet) as process:
        try:
            yield process
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)


def started_by(run: Paper) -> tuple[list[str], dict[str, str]]:
    parent = psutil.Process(run.process.pid)
    return parent.cmdline(), parent.environ()


@pytest.mark.skipif(not LONG, reason="three minutes of waiting for what hangs: make faults runs it")
def test_a_child_that_hangs_is_replaced_within_fifteen_seconds_and_trading_goes_on(tmp_path: Path) -> None:
    needs_paper()
    with paper(tmp_path / "home", {"holder": AGENT}) as run:
        run.until(lambda: bool(run.fills()), "the first fill")
        took_s = {}
        for child in CHILDREN:
            run.until(lambda: whole(run.home), "one fault is over before the next")
            others = {name: run.pid(name) for name in CHILDREN if name != child}
            frozen, began_s = run.pid(child), time.monotonic()
            os.kill(frozen, signal.SIGSTOP)
            run.until(lambda frozen=frozen, child=child: run.pid(child) not in {0, frozen}, f"another {child}")
            took_s[child] = round(time.monotonic() - began_s, 1)
            assert {name: run.pid(name) for name in others} == others, "who did not hang was left alone"
        decided = len(run.events("DecisionMade"))
        run.until(lambda: len(run.events("DecisionMade")) > decided, "a decision after all that")
        once_each(run)
        assert run.events("TradingHalted") == []
    assert max(took_s.values()) <= REPLACED_S, took_s


@pytest.mark.skipif(not LONG, reason="a minute of waiting for what hangs: make faults runs it")
@pytest.mark.parametrize("together", [("mosquitto", "bridge"), ("core", "bridge")])
def test_a_bridge_that_hangs_with_who_would_tell_of_it_is_replaced_within_fifteen_seconds_too(
    tmp_path: Path, together: tuple[str, str]
) -> None:
    needs_paper()
    with paper(tmp_path / "home", {"holder": AGENT}) as run:
        run.until(lambda: bool(run.fills()), "the first fill")
        frozen, began_s = {child: run.pid(child) for child in together}, time.monotonic()
        for pid in frozen.values():
            os.kill(pid, signal.SIGSTOP)
        run.until(lambda: all(run.pid(child) not in {0, pid} for child, pid in frozen.items()), "others in their places")
        took_s = round(time.monotonic() - began_s, 1)
        run.until(lambda: whole(run.home), "everything is heard again")
        once_each(run)
        assert run.events("TradingHalted") == []
    assert took_s <= REPLACED_S, took_s


def test_a_watchdog_that_is_killed_leaves_a_core_that_takes_no_new_risk_until_it_is_started_again(tmp_path: Path) -> None:
    needs_paper()
    with paper(tmp_path / "home", {"holder": AGENT}) as run:
        run.until(lambda: bool(run.fills()), "the first fill")
        started, left = started_by(run), {name: run.pid(name) for name in CHILDREN}
        run.process.kill()
        until(lambda: bool(run.events("TradingHalted")), "the halt")
        assert [halt["rule"] for halt in run.events("TradingHalted")] == ["watchdog_gone"]
        assert not any(gone(pid) for pid in left.values())
        with up_again(*started):
            until(lambda: all(run.pid(name) not in {0, pid} for name, pid in left.items()), "others in their places")
            assert all(gone(pid) for pid in left.values())
            until(lambda: bool(run.events("TradingResumed")), "the end of the halt")
            once_each(run)


@contextmanager
def broker_elsewhere(folder: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """A Mosquitto that is not the platform's own, on loopback all the same."""
    folder.mkdir(exist_ok=True)
    (folder / "mosquitto.conf").write_text(f"listener {port} 127.0.0.1\nallow_anonymous true\n")
    quiet, program = subprocess.DEVNULL, [find_mosquitto(), "-c", str(folder / "mosquitto.conf")]
    with subprocess.Popen(program, stdout=quiet, stderr=quiet) as process:
        try:
            yield process
        finally:
            process.send_signal(signal.SIGCONT)
            process.kill()


@pytest.mark.skipif(not LONG, reason="a minute of outages: make faults runs it")
def test_an_mqtt_broker_elsewhere_that_hangs_and_then_is_away_costs_no_bridge(tmp_path: Path) -> None:
    needs_paper()
    port = free_port()
    lines = f'mqtt_host = "127.0.0.1"\nmqtt_port = {port}\n'
    with paper(tmp_path / "home", {"holder": AGENT}, lines) as run:

        def patiently() -> None:
            ends = time.monotonic() + 2 * REPLACED_S
            run.until(lambda: time.monotonic() > ends, "longer than a bridge that hangs would be left")

        with broker_elsewhere(tmp_path / "mqtt", port) as process:
            run.until(lambda: bool(run.fills()), "the first fill")
            before = {name: run.pid(name) for name in ("bridge", "core")}
            process.send_signal(signal.SIGSTOP)
            patiently()
        patiently()
        with broker_elsewhere(tmp_path / "mqtt", port):
            decided = len(run.events("DecisionMade"))
            run.until(lambda: len(run.events("DecisionMade")) > decided, "a decision after all that")
            assert {name: run.pid(name) for name in before} == before
            assert not (run.home / "checkpoints" / "kill").exists()
            once_each(run)


@pytest.mark.skipif(not LONG, reason="two minutes each, of five crashes in a row: make faults runs it")
@pytest.mark.parametrize("child", ["core", "bridge"])
def test_five_crashes_in_a_row_end_in_safe_mode_and_a_person_leads_out_of_it(tmp_path: Path, child: str) -> None:
    needs_paper()
    home = tmp_path / "home"
    with paper(home, {"holder": AGENT}) as run:
        run.until(lambda: bool(run.fills()), "the first fill")
        started, kill_file, killed = started_by(run), home / "checkpoints" / "kill", set[int]()

        def crashed() -> bool:
            pid = run.pid(child)
            if pid and pid not in killed:
                killed.add(pid)
                os.kill(pid, signal.SIGKILL)
            return kill_file.exists()

        run.until(crashed, "safe mode")
        assert len(killed) == 5 and f"{child} ended 5 times in a row" in kill_file.read_text()
        until(lambda: f"{child} ended 5 times in a row" in status(home), "a word of it to who asks")
        once_each(run)  # what protects stands at the gateway
        if child == "bridge":
            early = rlbot_process(home, "resume", "--words", "RESUME PAPER")
            assert early.status == 3 and "start it again, then resume" in early.err and kill_file.exists()
        run.process.send_signal(signal.SIGINT)
        said = run.process.communicate(timeout=30)[0]
        assert "safe mode: " in said and "`rlbot resume`" in said
        with up_again(*started):
            until(lambda: "mode paper, halted" in status(home), "a core that listens again, in safe mode as before")
            assert rlbot_process(home, "resume", "--words", "RESUME PAPER").status == 0
            assert not kill_file.exists() and "mode paper, trading" in status(home)
            once_each(run)
