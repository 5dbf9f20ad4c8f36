"""The last state as a file: `checkpoints/state.json`, replaced as a whole, for people and for a quick look after a crash."""

from __future__ import annotations

from pathlib import Path

import msgspec

from rlbot.settings.atomic_file import replace_file
from rlbot.settings.owner_only import OWNER_ONLY

STATE_SCHEMA = 1


class AgentState(msgspec.Struct, frozen=True):
    """One agent at the last instant. `paused`, `halted`: why, empty if not."""

    shares: int = 0
    avg_cost: float = 0.0
    cash: float = 0.0
    equity: float = 0.0
    drawdown: float = 0.0
    version: str = ""
    paused: str = ""
    halted: str = ""
    last_decision: str = ""


class State(msgspec.Struct, frozen=True):
    """Where the platform stands. `last_instant`: ISO 8601; `halted`, `killed`: why, empty if not."""

    schema: int = STATE_SCHEMA
    run_id: str = ""
    mode: str = ""
    feed: str = ""
    last_instant: str = ""
    last_ts_ns: int = 0
    written_ns: int = 0
    halted: str = ""
    killed: str = ""
    agents: dict[str, AgentState] = {}
    versions: dict[str, str] = {}


class StateMissing(msgspec.Struct, frozen=True):
    """There is no state yet."""


class StateDamaged(msgspec.Struct, frozen=True):
    """The file cannot be used; it was put aside as `kept_as` (empty if even that failed)."""

    sentence: str
    kept_as: str


class StateNotWritten(msgspec.Struct, frozen=True):
    """The new state could not be written; the one before still stands."""

    sentence: str


def write_state(path: Path, state: State) -> StateNotWritten | None:
    """Replace the file as a whole; about a millisecond."""
    try:
        replace_file(path, msgspec.json.format(msgspec.json.encode(state), indent=1) + b"\n", mode=OWNER_ONLY)
    except OSError as error:
        what = error.strerror or str(error)
        return StateNotWritten(
            f"The last state could not be written to {path}: {what}. The one before stands; make room there."
        )
    return None


def read_state(path: Path) -> State | StateMissing | StateDamaged:
    """The last state. A damaged file is renamed to `state.json.damaged-N`, never deleted."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return StateMissing()
    except OSError as error:
        return StateDamaged(f"The last state {path} cannot be read: {error.strerror or error}.", "")
    try:
        state = msgspec.json.decode(content, type=State)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        return _put_aside(path, f"is damaged ({error})")
    if state.schema != STATE_SCHEMA:
        return _put_aside(path, f"has schema {state.schema}, this version writes {STATE_SCHEMA}")
    return state


def _put_aside(path: Path, what: str) -> StateDamaged:
    number = 1
    while (kept := path.with_name(f"{path.name}.damaged-{number}")).exists():
        number += 1
    try:
        path.rename(kept)
    except OSError as error:
        return StateDamaged(f"The last state {path} {what} and could not be put aside: {error.strerror or error}.", "")
    return StateDamaged(f"The last state {path} {what}. It is kept as {kept.name} and rebuilt from the journal.", str(kept))
