"""The golden messages, read by Python: the C# bridge reads and writes the same files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from rlbot.bridge.wire.codec import ROOT, STATE_TOPIC, Malformed, decode_event
from rlbot.bridge.wire.commands import COMMANDS
from rlbot.bridge.wire.events import EVENTS

HERE = Path(__file__).parent


def cases(name: str) -> list[Any]:
    found: list[dict[str, Any]] = json.loads((HERE / name).read_text())
    return [pytest.param(one["name"], one["payload"], id=f"{one['name']}-{one.get('case', '')}") for one in found]


def without_nulls(value: Any) -> Any:
    """`null` is absent."""
    if isinstance(value, dict):
        return {key: without_nulls(one) for key, one in value.items() if one is not None}
    return [without_nulls(one) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize(("name", "payload"), cases("events.json"))
def test_an_event_is_read_whole(name: str, payload: dict[str, Any]) -> None:
    event = decode_event(f"{ROOT}evt/{name}", json.dumps(payload).encode())
    assert not isinstance(event, Malformed), event
    known = {field.encode_name for field in msgspec.structs.fields(event)}
    wire = without_nulls({key: value for key, value in payload.items() if key in known})
    assert {key for key in payload if key not in known} <= {"unknown_field"}, "a field of the contract is not read"
    told = without_nulls(json.loads(msgspec.json.encode(event)))
    assert {key: told.get(key) for key in wire} == wire or _defaults_left_out(wire, told, event)


def _defaults_left_out(wire: dict[str, Any], told: dict[str, Any], event: object) -> bool:
    return all(told.get(key, getattr(event, key)) == value for key, value in wire.items())


@pytest.mark.parametrize(("name", "payload"), cases("states.json"))
def test_a_state_is_read(name: str, payload: dict[str, Any]) -> None:
    state = decode_event(STATE_TOPIC, json.dumps(payload).encode())
    assert not isinstance(state, Malformed), state
    assert getattr(state, "process", "") == payload["process"]


@pytest.mark.parametrize(("name", "payload"), cases("commands.json"))
def test_a_command_is_written_as_the_bridge_reads_it(name: str, payload: dict[str, Any]) -> None:
    kind = next(kind for kind in COMMANDS if kind.topic == name)
    wire = without_nulls(payload)
    command = msgspec.convert(wire, kind, strict=True)
    known = {field.encode_name for field in msgspec.structs.fields(kind)}
    written = json.loads(msgspec.json.encode(command))
    for key, value in wire.items():
        if key in known:
            assert written.get(key, msgspec.to_builtins(getattr(command, key))) == value, key


def test_every_message_of_ours_has_a_golden_one() -> None:
    for file, kinds in (("events.json", EVENTS), ("commands.json", COMMANDS)):
        named = {one["name"] for one in json.loads((HERE / file).read_text())}
        assert named == {kind.topic for kind in kinds}
