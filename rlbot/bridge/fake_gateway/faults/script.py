"""Faults by name, with values and times: as text for the command line, as JSON for the control port, as seeded mixes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from random import Random

from rlbot.bridge.fake_gateway.faults import broken_bar, garbage, kinds
from rlbot.bridge.fake_gateway.faults.injector import FaultInjector
from rlbot.bridge.fake_gateway.faults.kinds import KINDS, Fault
from rlbot.bridge.fake_gateway.timers import Timers

Value = str | int | float | bool


class ScriptError(ValueError):
    """The fault, a value of it or its time cannot be read; the text says which and what there is."""


@dataclass(frozen=True)
class Step:
    """`fault` happens `after_s` seconds from the start of its script."""

    after_s: float
    fault: Fault


def make(name: str, values: Mapping[str, object]) -> Fault:
    """The named fault. Raises ScriptError."""
    kind = KINDS.get(name)
    if kind is None:
        raise ScriptError(f"no fault {name!r}; there are {', '.join(sorted(KINDS))}")
    known = {field.name: field for field in fields(kind)}
    read: dict[str, Value] = {}
    for key, value in values.items():
        if key not in known:
            raise ScriptError(f"fault {name} has no {key!r}; it has {', '.join(known) or 'no values'}")
        read[key] = _value(name, key, type(known[key].default), value)
    return kind(**read)


def _value(name: str, key: str, kind: type, value: object) -> Value:
    try:
        if kind is bool:
            return {"1": True, "true": True, "0": False, "false": False}[str(value).lower()]
        if kind is int:
            return int(str(value))
        if kind is float:
            return float(str(value))
        return str(value)
    except (ValueError, KeyError):
        raise ScriptError(f"{key} of fault {name} is {value!r}; a {kind.__name__} was expected") from None


def parse(text: str) -> Step:
    """`name[,key=value…][@seconds]`, for instance `partial,first=40,parts=3@12.5`. Raises ScriptError."""
    body, _, when = text.partition("@")
    name, *pairs = body.split(",")
    values: dict[str, object] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals:
            raise ScriptError(f"{pair!r} in {text!r} is not key=value")
        values[key.strip()] = value
    try:
        after_s = float(when or 0.0)
    except ValueError:
        raise ScriptError(f"{when!r} in {text!r} is not a number of seconds") from None
    return Step(after_s, make(name.strip(), values))


def play(steps: Iterable[Step], injector: FaultInjector, timers: Timers) -> None:
    """Let each step happen at its time."""

    def at(step: Step) -> None:
        timers.after(step.after_s, lambda: injector.inject(step.fault))

    for step in steps:
        at(step)


def mix(
    seed: int,
    count: int = 5,
    *,
    within_s: float = 30.0,
    shortest_s: float = 0.5,
    longest_s: float = 8.0,
    among: Collection[str] | None = None,
) -> list[Step]:
    """`count` different faults at random moments, the same for the same seed; each is over `longest_s` later at most.

    `among`: the names to draw from; by default all but `NOT_MIXED`.
    """
    random = Random(seed)
    names = random.sample(sorted(KINDS.keys() - NOT_MIXED if among is None else among), count)
    steps = [Step(round(random.uniform(0.0, within_s), 3), _draw(name, random, shortest_s, longest_s)) for name in names]
    return sorted(steps, key=lambda step: step.after_s)


# They need values of their own (which trade, which message), or a moment of their own (before a fill), or change what the
# account holds behind the client's back.
NOT_MIXED = {"manual_trade", "say", "refuse", "midnight", "twin", "late_positions"}


def _draw(name: str, random: Random, shortest_s: float, longest_s: float) -> Fault:
    kind = KINDS[name]
    drawn: dict[str, Value] = {}
    for field in fields(kind):
        if field.name in {"seconds", "away_s"}:
            drawn[field.name] = round(random.uniform(shortest_s, longest_s), 3)
    match kind:
        case kinds.Latency:
            drawn |= {"low_s": 0.1, "high_s": round(random.uniform(0.1, 2.0), 3)}
        case kinds.LinkLost:
            drawn["data_lost"] = random.random() < 0.5
        case kinds.Restart:
            drawn |= {"roll_back": random.randint(0, 4), "vanish_s": random.choice((0.0, 1.0))}
        case kinds.BadBar:
            drawn |= {"kind": random.choice(broken_bar.KINDS), "times": random.randint(1, 3)}
        case kinds.Garbage:
            drawn["kind"] = random.choice(sorted(garbage.KINDS))
        case kinds.Partial:
            drawn |= {"first": random.randint(1, 60), "parts": random.randint(1, 4)}
        case kinds.CancelRefused:
            drawn["code"] = random.choice((10147, 10148, 161, 0))
        case kinds.Correct:
            drawn["by"] = random.choice((0.01, -0.01, 0.05))
        case _:
            pass
    return make(name, drawn)
