"""The order path: core, MQTT, the C# bridge, gateway, and the fill back in the core's journal. Memory and start of the bridge.

    python -m benchmarks.bench_bridge

Orders go one after the other, fewer than the 45 messages a second that the bridge lets out. Core and fake gateway share this
process; Mosquitto and the bridge are processes of their own. `own`: from the last byte of a command at the bridge's socket to
the order's bytes leaving it, and from the execution's bytes to the fill's: read by relays on both its wires as they hand
bytes to it, and stamped by the kernel as bytes leave it. (The relays cost time, so the whole path is measured without them.)
Bars: 10 ms p99 with journals in memory, own share 2 ms, 80 MiB, ready in 2 s.
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import psutil
import pytest

from benchmarks.wire_tap import Row, rows_of, tapped
from rlbot.bridge.link import MqttAddress
from rlbot.events.trade import OrderFilled
from rlbot.journal.sqlite_journal import SqliteJournal, open_journal
from tests.execution.approved import approved
from tests.faults.chain.chain import Chain, needs_chain, prepared, until
from tests.faults.chain.core import AGENT, SYMBOL, Core, Journal
from tests.journal.sample_events import run

ORDERS, WARM = 500, 50
APART_S = 0.03
MEMORY, MIB = Path("/dev/shm"), 2**20
LONGEST_S = 30.0
EXECUTION = "11\0-1\0"  # the classic protocol's execution, nobody's answer: its order is told by reference later in the message


def say(case: str, **figures: object) -> None:
    """One JSON line."""
    print(json.dumps({"bench": "bridge", "case": case} | figures), flush=True)


def ranked(times_ns: list[int]) -> dict[str, float]:
    """p50, p99 and the longest, ms."""
    cuts = statistics.quantiles(times_ns, n=100)
    return {name: round(ns / 1e6, 2) for name, ns in (("p50_ms", cuts[49]), ("p99_ms", cuts[98]), ("max_ms", max(times_ns)))}


def flush_ms(folder: Path) -> dict[str, float]:
    """What one fsync of a line takes there."""
    times = []
    with (folder / "flush").open("ab", buffering=0) as out:
        for _ in range(200):
            out.write(b"x" * 300)
            began = time.perf_counter_ns()
            os.fsync(out.fileno())
            times.append(time.perf_counter_ns() - began)
    return {f"fsync_{name}": value for name, value in ranked(times).items()}


async def orders(core: Core, journal: SqliteJournal) -> list[int]:
    """Nanoseconds of each, from before its intent is stored until its fill is."""
    filled = asyncio.Event()
    times: list[int] = []

    def book(event: OrderFilled) -> None:
        journal.tap(event)
        journal.commit()
        filled.set()

    core.bus.on(OrderFilled, book)
    for number in range(WARM + ORDERS):
        filled.clear()
        order = approved(f"agent-{number}-e", 1, agent_id=AGENT, symbol=SYMBOL)
        began = time.perf_counter_ns()
        journal.commit_intent(order)
        core.submit(order)
        async with asyncio.timeout(LONGEST_S):
            await filled.wait()
        times.append(time.perf_counter_ns() - began)
        await asyncio.sleep(APART_S)
    return times[WARM:]


def own_share(rows: list[Row], mqtt: int, gateway: int) -> dict[str, list[int]]:
    """Nanoseconds inside the bridge, out and back, by order."""
    out, back = [], []
    for number in range(WARM, WARM + ORDERS):
        quoted, framed = f'"agent-{number}-e"', f"\0agent-{number}-e\0"
        command = next(row.passed_ns for row in rows if row.port == mqtt and not row.from_client and quoted in row.text)
        placed = next(row.left_ns for row in rows if row.port == gateway and row.from_client and framed in row.text)
        told_us = (row for row in rows if row.port == gateway and not row.from_client and framed in row.text)
        executed = next(row.passed_ns for row in told_us if EXECUTION in row.text)
        told_core = (row for row in rows if row.port == mqtt and row.from_client and quoted in row.text)
        told = next(row.left_ns for row in told_core if "evt/fill" in row.text)
        out.append(placed - command)
        back.append(told - executed)
    return {"own_out": out, "own_back": back, "own": [one + other for one, other in zip(out, back, strict=True)]}


async def start(made: Chain, core: Core) -> dict[str, float]:
    """Seconds from the bridge's start to each state."""
    began = time.perf_counter()
    await made.start_bridge()
    ready: dict[str, float] = {}
    watch = core.session.watch
    assert await until(lambda: watch.state is not None and watch.state.gateway == "connected", LONGEST_S)
    ready["connected_s"] = round(time.perf_counter() - began, 2)
    assert await until(lambda: watch.takes_orders, LONGEST_S)
    ready["orders_open_s"] = round(time.perf_counter() - began, 2)
    return ready


async def measure(case: str, folder: Path, *, taps: bool) -> None:
    """One start of everything."""
    journal = open_journal(folder / "journal.sqlite3")
    assert isinstance(journal, SqliteJournal)
    journal.begin_run(run())
    async with prepared(folder, 7, {}) as made:
        await made.start_broker()
        ports = made.files.bridge.port, made.gateway_port
        with ExitStack() as stack:
            core_address = made.files.core
            if taps:
                mqtt, made.gateway_port = stack.enter_context(tapped(folder / "taps", *ports))
                made.bridge_address = MqttAddress("127.0.0.1", mqtt, made.files.bridge.username, made.files.bridge.password)
            core = Core(Journal(), folder, core_address)
            async with core.running():
                ready = await start(made, core)
                process = psutil.Process(made.bridge_pid)
                before = process.memory_info().rss
                times = await orders(core, journal)
                after = process.memory_info().rss
        if taps:
            shares = own_share(rows_of(folder / "taps"), *ports)
            say(case, **{name: ranked(share) for name, share in shares.items()}, load=round(os.getloadavg()[0], 2))
            return
        figures = {"orders": len(times)} | ranked(times) | flush_ms(folder) | ready
        memory = {"rss_start_mib": round(before / MIB, 1), "rss_after_mib": round(after / MIB, 1)}
        say(case, **figures, **memory, load=round(os.getloadavg()[0], 2))
    journal.close()


def main() -> None:
    """Print one line per case."""
    try:
        needs_chain()
    except pytest.skip.Exception as reason:
        say("order path", skipped=str(reason))
        return
    cases: list[tuple[str, str | None, bool]] = [("order path, journals on disk", None, False)]
    if MEMORY.is_dir():
        cases = [
            ("order path, journals in memory", str(MEMORY), False),
            *cases,
            ("the bridge's own share, journals in memory", str(MEMORY), True),
        ]
    for case, where, taps in cases:
        with tempfile.TemporaryDirectory(dir=where) as folder:
            asyncio.run(measure(case, Path(folder), taps=taps))


if __name__ == "__main__":
    main()
