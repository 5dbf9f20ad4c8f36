"""Faults by name, on the command line and the control port, and in mixes."""

from __future__ import annotations

import json
from dataclasses import fields

import pytest

from rlbot.bridge.fake_gateway.control import obey
from rlbot.bridge.fake_gateway.faults.kinds import KINDS, Fault, Fill, LinkLost, Partial
from rlbot.bridge.fake_gateway.faults.script import NOT_MIXED, ScriptError, Step, make, mix, parse, play
from tests.bridge.fake_gateway.raw_client import World, encoded, errors, framed, order_fields

LONGEST_S = 8.0


def test_text_names_fault_values_and_time() -> None:
    assert parse("partial,first=40,parts=3@12.5") == Step(12.5, Partial(first=40, parts=3))
    assert parse("link_lost,seconds=3,data_lost=true") == Step(0.0, LinkLost(3.0, True))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("dropp", "no fault 'dropp'; there are .*drop"),
        ("drop,aways=3", "has no 'aways'; it has away_s"),
        ("drop,away_s=soon", "'soon'; a float was expected"),
        ("partial,first=1.5", "'1.5'; a int was expected"),
        ("drop@soon", "'soon' .* is not a number of seconds"),
        ("drop,3", "is not key=value"),
        ("midnight,a=1", "it has no values"),
    ],
)
def test_text_that_cannot_be_read_says_why(text: str, said: str) -> None:
    with pytest.raises(ScriptError, match=said):
        parse(text)


def test_every_fault_has_a_name_and_can_be_injected_and_ends() -> None:
    assert {"drop", "freeze", "silence", "swallow", "link_lost", "roll_back", "partial", "duplicate", "correct"} <= KINDS.keys()
    for name in KINDS:
        world = World()
        client = world.client()
        world.inject(make(name, {}))
        world.advance(61)
        assert world.gateway.listening, name
        assert world.gateway.link_up, name
        assert not world.gateway.weather.frozen, name
        assert not world.gateway.in_use, name
        assert world.gateway.weather.latency == (0.0, 0.0), name
        assert not world.gateway.broken_farms, name
        if client.hang_ups:
            client = world.client()
        assert client.hang_ups == 0, name


def test_steps_happen_at_their_times() -> None:
    world = World()
    client = world.client()
    client.place(1, "BUY", 10, "LMT", limit=1.0, ref="a")
    play([Step(5.0, LinkLost(2.0)), Step(1.0, Fill("a"))], world.faults, world.gateway.timers)
    world.advance(1)
    assert world.gateway.ledger.filled("a") == 10
    client.rows()
    world.advance(4)
    assert errors(client.rows()) == [(-1, 1100)]


def test_mix_is_the_same_for_the_same_seed_and_different_for_others() -> None:
    assert mix(3) == mix(3)
    assert len({tuple(mix(seed)) for seed in range(50)}) == 50
    assert mix(3) == sorted(mix(3), key=lambda step: step.after_s)


def test_mixes_reach_every_fault_that_is_meant_to_be_mixed() -> None:
    seen = {type(step.fault) for seed in range(120) for step in mix(seed)}
    assert seen == {kind for name, kind in KINDS.items() if name not in NOT_MIXED}


def test_mixed_faults_are_short() -> None:
    for seed in range(120):
        for step in mix(seed, longest_s=LONGEST_S):
            assert all(getattr(step.fault, f.name) <= LONGEST_S for f in fields(step.fault) if f.name in {"seconds", "away_s"})


@pytest.mark.parametrize("seed", range(40))
def test_after_any_mix_the_gateway_is_well_and_its_ledger_agrees_with_its_account(seed: int) -> None:
    world = World()
    play(mix(seed), world.faults, world.gateway.timers)
    client, order_id = world.client(), 0
    for _ in range(60):
        world.advance(1)
        if world.gateway.listening and client.hang_ups:
            client = world.client()
        if client.version:
            order_id += 1
            kind, limit = (("MKT", ""), ("LMT", 1.0))[order_id % 2]
            side = "BUY" if order_id % 3 else "SELL"
            client.send(*order_fields(client.version, order_id, side, 10, kind, limit=limit, ref=f"o{order_id}"))
    world.advance(LONGEST_S)
    ledger, gateway = world.gateway.ledger, world.gateway
    assert max(ledger.placed.values(), default=0) <= 1
    assert ledger.positions() == {s: h.quantity for s, h in gateway.account.holdings.items() if h.quantity}
    spent = sum(fill.signed_shares * fill.price + fill.commission for fill in ledger.executions.values())
    assert gateway.account.cash == pytest.approx(1_000_000.0 - spent, abs=1e-4)
    assert gateway.listening
    assert gateway.link_up
    assert not gateway.weather.frozen


def ask(world: World, **what: object) -> dict[str, object]:
    return obey(json.dumps(what), world.gateway, world.faults)


def test_control_injects_reads_the_ledger_and_tells_the_state() -> None:
    world = World()
    client = world.client()
    assert ask(world, do="fault", name="partial", first=4, parts=0) == {"ok": True}
    client.place(1, "BUY", 10, ref="a")
    ledger = ask(world, do="ledger")
    assert ledger["placed"] == {"a": 1}
    assert ledger["positions"] == {"AAPL": 4}
    assert json.loads(json.dumps(ledger)) == ledger
    state = ask(world, do="state")
    assert state["clients"] == [1]
    assert [(row["order_ref"], row["filled"]) for row in _rows(state["live"])] == [("a", 4)]


def _rows(found: object) -> list[dict[str, object]]:
    assert isinstance(found, list)
    return found


def test_control_starts_mixes() -> None:
    answer = ask(World(), do="mix", seed=3, count=5)
    assert len(_rows(answer["faults"])) == 5


@pytest.mark.parametrize(
    "line",
    [
        "",
        "{",
        "[]",
        '{"do": "dance"}',
        '{"do": "fault", "name": "x"}',
        '{"do": "fault", "name": "manual_trade", "symbol": "X"}',
    ],
)
def test_control_answers_what_it_cannot_read(line: str) -> None:
    world = World()
    answer = obey(line, world.gateway, world.faults)
    assert answer["ok"] is False
    assert answer["error"]


def test_every_fault_says_what_it_does() -> None:
    assert all((kind.__doc__ or "").strip() and kind.__doc__ != Fault.__doc__ for kind in KINDS.values())


def test_raw_bytes_of_a_mix_do_not_hurt_the_reader() -> None:
    world = World()
    client = world.client()
    client.session.receive(framed(b"3\0" + b"\xff" * 30 + b"\0") + encoded(49, 1))
    assert client.rows()[-1][0] == "49"
