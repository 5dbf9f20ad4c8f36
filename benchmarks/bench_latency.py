"""From a due decision to its order at the broker, and the rationale that follows, in the whole platform of simulate.

    python -m benchmarks.bench_latency

Journal, state, CSV, logs and the page's state are subscribed as `rlbot up` subscribes them; bars come from CSV at full speed.
`cpu_`: on this thread's CPU alone, which hardly feels what else a machine does.
A PPO decision beside SB3's `predict` on the same network is in `benchmarks.bench_decision`.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.house import make_house
from rlbot.agents.agent import Observation
from rlbot.agents.seat import Explainer
from rlbot.app.bootstrap import Start, bootstrap
from rlbot.app.configuration import settings_of
from rlbot.app.home import Home
from rlbot.app.launch import open_home_journal
from rlbot.app.models_ready import seat_all
from rlbot.app.platform import Parts, Platform
from rlbot.app.resuming import Opened, open_run
from rlbot.app.sources import Wanted, open_source
from rlbot.clock import WallClock
from rlbot.events.agent import DecisionExplained, DecisionMade
from rlbot.events.market import DecisionDue
from rlbot.events.trade import OrderApproved

FIRST = "2012-01-03"


Now = tuple[int, int]


def now() -> Now:
    """Wall and this thread's CPU time, ns."""
    return time.perf_counter_ns(), time.thread_time_ns()


class Times:
    """Stretches of time, on the wall's clock and on this thread's CPU: the second hardly feels what else the machine does."""

    def __init__(self) -> None:
        self.wall_us: list[float] = []
        self.cpu_us: list[float] = []

    def since(self, began: Now) -> None:
        """One more, from `began` until now."""
        wall, cpu = now()
        self.wall_us.append((wall - began[0]) / 1e3)
        self.cpu_us.append((cpu - began[1]) / 1e3)

    def say(self, case: str) -> None:
        """One JSON line."""
        figures: dict[str, float] = {"count": len(self.wall_us)}
        for clock, times in (("", self.wall_us), ("cpu_", self.cpu_us)):
            ranked = sorted(times)
            figures[f"{clock}p50_us"] = round(statistics.median(ranked), 1)
            figures[f"{clock}p99_us"] = round(ranked[int(len(ranked) * 0.99)], 1)
            figures[f"{clock}max_us"] = round(ranked[-1], 1)
        print(json.dumps({"bench": "latency", "case": case} | figures), flush=True)


class Watch:
    """Stands where a decision becomes due and where its order arrives; tells nobody."""

    def __init__(self, parts: Parts) -> None:
        engine = parts.engine
        self.to_order = Times()
        self._due: dict[str, Now] = {}
        self._publish = engine.market_data._publish
        self._submit = engine.execution._broker.submit
        engine.market_data._publish = self.publish
        engine.execution._broker.submit = self.submit  # type: ignore[method-assign]  # stands in between

    def publish(self, event: object) -> None:
        """Market data says that a decision is due."""
        if isinstance(event, DecisionDue):
            self._due[event.agent_id] = now()
        self._publish(event)

    def submit(self, order: OrderApproved) -> None:
        """The order is at the broker."""
        self.to_order.since(self._due[order.agent_id])
        self._submit(order)


class Timed:
    """An explainer with a stop-watch."""

    def __init__(self, explainer: Explainer, kept: Times) -> None:
        self._explainer = explainer
        self._kept = kept

    def explain(self, decision: DecisionMade, observation: Observation) -> DecisionExplained:
        """As the explainer does."""
        began = now()
        found = self._explainer.explain(decision, observation)
        self._kept.since(began)
        return found


def platform_of(root: Path) -> tuple[Parts, Times]:
    """The parts of a platform on CSV, both agents' explainers timed."""
    home, clock = Home(root), WallClock()
    settings = settings_of(home)
    source = open_source(Wanted(feed="csv", data=str(root / "data"), start=FIRST), settings, home, clock)
    journal = open_home_journal(home)
    opened = open_run(journal, source.key, settings, clock, source.start_ns, fresh_ns=clock.now_ns())
    assert isinstance(opened, Opened)
    seated = seat_all(home, settings.agents, source)
    kept = Times()
    for seat in seated.seats:
        seat.explainer = Timed(seat.explainer, kept)
    start = Start(mode="simulate", bars_per_second=None, host="127.0.0.1", port=8600, web=False)
    return bootstrap(home, settings, source, seated, journal, opened, start, clock), kept


def main() -> None:
    """Play twelve years of days and print what was measured."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        make_house(root)
        parts, rationale = platform_of(root)
        watch = Watch(parts)
        asyncio.run(Platform(parts, exit_at_end=True, on_ready=lambda: None).run())
        watch.to_order.say("decision due to order at the broker")
        rationale.say("rationale")
    if "torch" in sys.modules:
        raise RuntimeError("torch has entered the process that trades")


if __name__ == "__main__":
    main()
