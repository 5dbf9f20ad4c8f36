"""What every event of the bridge begins with, and the words several of them use."""

from __future__ import annotations

from typing import ClassVar, Literal

import msgspec

Role = Literal["entry", "stop_loss", "take_profit"]
Origin = Literal["core", "manual", "other_client"]


class BridgeEvent(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The envelope. `seq` counts within `run` (one start of the bridge); `jseq` across all of them, 0 where there is none."""

    topic: ClassVar[str] = ""

    id: str
    ts_ns: int
    run: str
    seq: int
    jseq: int = 0
    replay: bool = False
