"""Eight hours of simulated market at sixty times its speed, a fault a minute: nothing lost, memory flat.

    python -m benchmarks.bench_soak [--hours H] [--trace]

An hour takes a minute. The bridge lives by the machine's clock, so its timeouts are the short ones of the fault runs. `ours`
is this process: the core's end, and beside it the fake gateway, whose caches fill, and the records of both, which grow; with
--trace what Python holds is told for each of them (and everything is slower). Memory counts from a quarter of the way on;
bar: within 5 %, and the bridge below 80 MiB in every sample.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import tempfile
import tracemalloc
from pathlib import Path

import psutil
import pytest

from rlbot.bridge.fake_gateway.faults import script
from rlbot.bridge.fake_gateway.gateway_clock import ScaledClock
from rlbot.bridge.fake_gateway.market.hours import AlwaysOpen
from rlbot.clock import WallClock
from rlbot.market.calendar import NYSE
from tests.faults.chain.chain import QUICK, Chain, needs_chain, prepared, until
from tests.faults.chain.story import SETTLED_S, Trading
from tests.faults.chain.verdict import guarded, held

SPEED = 60.0  # gateway seconds for each of the machine's: a gateway minute is a second here
LONGEST_GATEWAY_S = 60.0
SEED, MIB, HOUR_S = 11, 2**20, 3600
_ROOMS = {"/fake_gateway/": "fake_gateway", "/rlbot/": "core", "/tests/": "records", "/benchmarks/": "records"}


def say(**figures: object) -> None:
    """One JSON line."""
    print(json.dumps({"bench": "soak"} | figures), flush=True)


def growth(samples: list[float]) -> dict[str, float]:
    """MiB after the warm-up (first of the three later quarters), at the end, percent between the two, and the most of all."""
    warm = samples[len(samples) // 4 :]
    part = max(len(warm) // 3, 1)
    first, last = sum(warm[:part]) / part, sum(warm[-part:]) / part
    return {
        "warm_mib": round(first, 1),
        "end_mib": round(last, 1),
        "growth_percent": round(100 * (last / first - 1), 1),
        "most_mib": round(max(warm), 1),
    }


def traced() -> dict[str, float]:
    """MiB that Python holds now, by who asked for it; empty without --trace."""
    if not tracemalloc.is_tracing():
        return {}
    rooms = {"fake_gateway": 0, "core": 0, "records": 0, "libraries": 0}
    for found in tracemalloc.take_snapshot().statistics("filename"):
        name = found.traceback[0].filename
        rooms[next((room for word, room in _ROOMS.items() if word in name), "libraries")] += found.size
    return {room: round(size / MIB, 2) for room, size in rooms.items()}


async def live(made: Chain, minutes: int) -> None:
    """`minutes` of the gateway's."""
    await made.start_broker()
    await made.start_bridge()
    story = Trading(made, SEED)
    bridge, ours = psutil.Process(made.bridge_pid), psutil.Process()
    began_s = made.gateway.timers.second
    rss: dict[str, list[float]] = {"bridge": [], "ours": []}
    try:
        core = await story.start_core()
        assert await until(lambda: core.session.watch.takes_orders, SETTLED_S), "the chain never came up"
        at_first: dict[str, float] = {}
        for minute in range(minutes):
            if minute == minutes // 4:
                at_first = traced()
            (step,) = script.mix(story.random.randint(0, 10**9), 1, within_s=0.0, longest_s=LONGEST_GATEWAY_S)
            made.injector.inject(step.fault)
            story.act(core)
            await asyncio.sleep(60.0 / SPEED)
            rss["bridge"].append(bridge.memory_info().rss / MIB)
            rss["ours"].append(ours.memory_info().rss / MIB)
        over = await until(story.over, SETTLED_S)
        story.judge()
        assert over, f"not settled: {story.state_of_things()}"
        hours = {(fill.second - began_s) // HOUR_S for fill in made.gateway.ledger.executions.values()}
        assert len(hours) >= minutes // 60, f"orders filled in the hours {sorted(hours)} alone"
        state = core.session.watch.state
        say(
            gateway_minutes=minutes,
            faults=minutes,
            placed=sum(made.gateway.ledger.placed.values()),
            executions=len(made.gateway.ledger.executions),
            booked=len(story.booked()),
            hours_with_fills=len(hours),
            settled=story.settled(),
            held=held(made.gateway),
            guarded=guarded(made.gateway),
            halts=sorted(set(story.journal.halts)),
            standing=story.journal.standing,
            counters=state.counters if state is not None else {},
            load=round(os.getloadavg()[0], 2),
            **({"traced_mib": {"at_first": at_first, "at_end": traced()}} if at_first else {}),
            **{f"{name}_{key}": value for name, samples in rss.items() for key, value in growth(samples).items()},
        )
    finally:
        await story.stack.aclose()


async def soak(folder: Path, minutes: int) -> None:
    """From the opening of the last session on, in a market that stays open: orders fill in the last hour as in the first."""
    clock = ScaledClock(NYSE.previous_session(WallClock().now_ns()).open_ns, SPEED)
    async with prepared(folder, SEED, QUICK, clock, SPEED, AlwaysOpen()) as made:
        await live(made, minutes)


def main() -> None:
    """Print one line."""
    parser = argparse.ArgumentParser(description="hours of market in minutes, a fault a minute")
    parser.add_argument("--hours", type=float, default=8.0, help="of the gateway's time; each takes a minute")
    parser.add_argument("--trace", action="store_true", help="tell what Python holds, by who asked for it")
    asked = parser.parse_args()
    if asked.trace:
        tracemalloc.start()
    try:
        needs_chain()
    except pytest.skip.Exception as reason:
        say(skipped=str(reason))
        return
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(soak(Path(folder), round(asked.hours * 60)))


if __name__ == "__main__":
    main()
