"""Leakage: does anything at or before an instant change when only what comes after it does?

A pipeline turns batches of bars into rows: features and observations (`observing`), or all that the whole engine says
(`leakage_engine.trading`). It is run on a stretch of bars as it was, and again with everything after a random instant replaced;
what it said up to that instant must be the same to the last bit. Beyond that: nothing may be used before it is known, a fill's
price must come from the open after its decision and from nothing else of that bar, and a longer history must not change what
is warm (an evaluation that goes on learning does). The suite knows nothing of what it tests: a gate can run any pipeline.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Literal

import msgspec

from rlbot.agents.observation import ObservationBuilder
from rlbot.market.feeds.feed import Batch
from rlbot.market.history import decisions_due
from rlbot.market.normalizer import Normalizer, NormalizerState
from rlbot.market.plan import AgentPlan
from rlbot.training.perturb import PERTURBATIONS, punched

LeakKind = Literal["future", "rows", "not_yet_known", "fill_time", "fill_price", "fill_bar", "history"]
BEFORE, AFTER = 60, 24  # batches of a stretch on either side of its instant
TOLERANCE = 1e-6  # what a longer history may change, relative to the value or its column's usual size


class Row(msgspec.Struct, frozen=True, gc=False):
    """What was said at `ts_ns`, made of things known at `available_ns` or before."""

    ts_ns: int
    values: tuple[float, ...]
    available_ns: int = 0


class Fill(msgspec.Struct, frozen=True, gc=False):
    """A fill at `ts_ns` (the bar it happened in became known) of what was decided at `decided_ns`; fills at an open only."""

    ts_ns: int
    decided_ns: int
    price: float
    quantity: float = 0.0


class Leak(msgspec.Struct, frozen=True, gc=False):
    """Something that was known too early. `column`: index in the row's values, -1 for the row as a whole."""

    kind: LeakKind
    how: str
    ts_ns: int
    column: int
    detail: str


Pipeline = Callable[[Sequence[Batch]], Iterable[Row | Fill]]


def find_leaks(
    pipeline_factory: Callable[[], Pipeline],
    batches: Sequence[Batch],
    *,
    instants: int = 100,
    seed: int = 0,
    warm_up: int = 0,
) -> list[Leak]:
    """Try `instants` random instants of `batches`; the first leak of each kind and column, empty if there is none.

    Every second stretch has bars missing. `warm_up`: in batches; if given, 8 stretches also vary the length of history
    (`instants` 0: these alone).
    Raises ValueError for fewer batches than a stretch needs, and for a pipeline that says nothing: silence proves nothing.
    """
    if len(batches) < BEFORE + AFTER:
        raise ValueError(f"{len(batches)} batches are too few to look for leaks in; at least {BEFORE + AFTER} are needed")
    rng = random.Random(seed)
    found: dict[tuple[str, int], Leak] = {}
    compared = 0
    for trial in range(instants):
        at = rng.randrange(BEFORE, len(batches) - AFTER + 1)
        stretch = tuple(batches[at - BEFORE : at + AFTER])
        if trial % 2:
            stretch = punched(stretch, rng)
        said = list(pipeline_factory()(stretch))
        compared += sum(one.ts_ns <= stretch[BEFORE - 1].ts_ns for one in said)
        for leak in _future_leaks(pipeline_factory, stretch, said, rng):
            found.setdefault((leak.kind, leak.column), leak)
    if instants and not compared:
        raise ValueError(f"the pipeline gave no row in {instants} stretches of {BEFORE} batches; nothing was tested")
    if warm_up:
        for leak in _history_leaks(pipeline_factory, batches, warm_up, rng):
            found.setdefault((leak.kind, leak.column), leak)
    return list(found.values())


def observing(plan: AgentPlan, normalizer: NormalizerState, history: int) -> Callable[[], Pipeline]:
    """The pipeline of one agent up to its observation: features, inputs, market row, through the live handler."""

    def pipeline(batches: Sequence[Batch]) -> Iterator[Row]:
        builder = ObservationBuilder(normalizer.names, history, Normalizer.restored(normalizer))
        for due in decisions_due(plan, batches):
            builder.push(due.inputs)
            yield Row(due.ts_ns, (*due.features, *due.inputs, *builder.market_row().tolist()), due.available_ns)

    return lambda: pipeline


def _future_leaks(
    factory: Callable[[], Pipeline], stretch: tuple[Batch, ...], said: Sequence[Row | Fill], rng: random.Random
) -> Iterator[Leak]:
    now_ns = stretch[BEFORE - 1].ts_ns
    for one in said:
        if isinstance(one, Fill):
            if one.ts_ns <= one.decided_ns:
                yield Leak("fill_time", "as it was", one.ts_ns, -1, "filled no later than it was decided")
        elif one.available_ns > one.ts_ns:
            yield Leak(
                "not_yet_known", "as it was", one.ts_ns, -1, f"uses what is known {one.available_ns - one.ts_ns} ns later"
            )
    before = [one for one in said if one.ts_ns <= now_ns]
    pending = {one.decided_ns: one for one in said if isinstance(one, Fill) and one.decided_ns <= now_ns < one.ts_ns}
    past = stretch[:BEFORE]
    for how, perturb in PERTURBATIONS.items():
        again = _run(factory, (*past, *perturb(past, stretch[BEFORE:], rng)))
        yield from _differences(how, before, [one for one in again if one.ts_ns <= now_ns])
        if how in ("scaled", "inside"):
            later = {one.decided_ns: one for one in again if isinstance(one, Fill) and one.decided_ns in pending}
            yield from _pending_leaks(how, pending, later)


def _pending_leaks(how: str, pending: Mapping[int, Fill], later: Mapping[int, Fill]) -> Iterator[Leak]:
    """Orders under way at the instant: another open must change their price, another rest of the bar must change nothing."""
    for decided_ns, one in pending.items():
        other = later.get(decided_ns)
        if how == "scaled" and other is not None and other.price == one.price:
            yield Leak("fill_price", how, one.ts_ns, -1, "its price does not depend on any bar after the decision")
        if how == "inside" and (other is None or (other.price, other.quantity) != (one.price, one.quantity)):
            yield Leak("fill_bar", how, one.ts_ns, -1, f"depends on more of its bar than the open: {one} became {other}")


def _run(factory: Callable[[], Pipeline], batches: Sequence[Batch]) -> list[Row | Fill]:
    # One by one: what was said before garbage broke the pipeline still counts.
    said: list[Row | Fill] = []
    try:
        for one in factory()(batches):
            said.append(one)  # noqa: PERF402
    except (ArithmeticError, ValueError):
        pass
    return said


def _differences(how: str, before: Sequence[Row | Fill], again: Sequence[Row | Fill]) -> Iterator[Leak]:
    if len(before) != len(again):
        ts_ns = before[-1].ts_ns if before else 0
        yield Leak("rows", how, ts_ns, -1, f"{len(before)} rows became {len(again)}")
        return
    for one, other in zip(before, again, strict=True):
        if one == other:
            continue
        for column, (x, y) in enumerate(zip(_values(one), _values(other), strict=False)):
            if x != y and not (math.isnan(x) and math.isnan(y)):
                yield Leak("future", how, one.ts_ns, column, f"{x!r} became {y!r}")


def _values(one: Row | Fill) -> tuple[float, ...]:
    if isinstance(one, Fill):
        return float(one.decided_ns), one.price, one.quantity
    return (*one.values, float(one.available_ns))


def _history_leaks(
    factory: Callable[[], Pipeline], batches: Sequence[Batch], warm_up: int, rng: random.Random
) -> Iterator[Leak]:
    tail = 20  # batches at the end whose rows are compared
    longest = 2 * warm_up + tail
    if len(batches) < longest:
        raise ValueError(f"{len(batches)} batches are too few for a warm-up of {warm_up}; at least {longest} are needed")
    for _ in range(8):
        end = rng.randrange(longest, len(batches) + 1)
        from_ns = batches[end - tail].ts_ns
        short = [one for one in factory()(batches[end - tail - warm_up : end]) if isinstance(one, Row)]
        long = [one for one in factory()(batches[end - longest : end]) if isinstance(one, Row)]
        sizes = [math.sqrt(sum(x * x for x in column) / len(long)) for column in zip(*(r.values for r in long), strict=True)]
        pairs = zip([r for r in short if r.ts_ns >= from_ns], [r for r in long if r.ts_ns >= from_ns], strict=True)
        for one, other in pairs:
            for column, (x, y, size) in enumerate(zip(one.values, other.values, sizes, strict=True)):
                if abs(x - y) > TOLERANCE * max(abs(y), size):
                    detail = f"{x!r} with {warm_up} batches of history, {y!r} with {2 * warm_up}"
                    yield Leak("history", "longer", one.ts_ns, column, detail)
