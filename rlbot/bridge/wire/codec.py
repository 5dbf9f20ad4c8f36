"""Topics and JSON of the wire: typed structs out, typed structs or `Malformed` in."""

from __future__ import annotations

import msgspec

from rlbot.bridge.wire.commands import Command
from rlbot.bridge.wire.envelope import BridgeEvent
from rlbot.bridge.wire.events import EVENTS
from rlbot.bridge.wire.state import TOPIC, BridgeState

ROOT = "rlbot/1/"
EVENT_FILTER = ROOT + "evt/#"
STATE_TOPIC = ROOT + TOPIC
MAX_COMMAND_BYTES = 64 * 1024
MAX_EVENT_BYTES = 256 * 1024

_ENCODER = msgspec.json.Encoder()
_DECODERS = {kind.topic: msgspec.json.Decoder(kind) for kind in EVENTS}
_STATE = msgspec.json.Decoder(BridgeState)


class Malformed(msgspec.Struct, frozen=True):
    """A payload that is no message of the contract. `why`: a sentence."""

    topic: str
    why: str


def command_topic(command: Command) -> str:
    """Where a command goes."""
    return f"{ROOT}cmd/{command.topic}"


def encode_command(command: Command) -> bytes:
    """JSON of a command. Raises ValueError above 64 KiB: the bridge would drop it unread."""
    payload = _ENCODER.encode(command)
    if len(payload) > MAX_COMMAND_BYTES:
        raise ValueError(f"{command.topic} takes {len(payload)} bytes; the bridge reads at most {MAX_COMMAND_BYTES}")
    return payload


def decode_event(topic: str, payload: bytes) -> BridgeEvent | BridgeState | Malformed:
    """The event (or state) that came on `topic`."""
    if len(payload) > MAX_EVENT_BYTES:
        return Malformed(topic, f"{len(payload)} bytes are more than {MAX_EVENT_BYTES}")
    if topic == STATE_TOPIC:
        decoder: msgspec.json.Decoder[BridgeState] | msgspec.json.Decoder[BridgeEvent] | None = _STATE
    else:
        decoder = _DECODERS.get(topic.removeprefix(ROOT + "evt/"))
    if decoder is None:
        return Malformed(topic, "no event of the contract has this topic")
    try:
        return decoder.decode(payload)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return Malformed(topic, str(error))
    except RecursionError:
        return Malformed(topic, "it is nested too deeply")
