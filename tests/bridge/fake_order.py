"""An order as the fake bridge's broker has it."""

from __future__ import annotations

from dataclasses import dataclass

from rlbot.bridge.wire.commands import WireSide
from rlbot.bridge.wire.envelope import Role


@dataclass
class Order:
    """One at the fake broker. `asked`: shares in all of a change on its way there, 0: none. `raised`: a change made it larger
    than it stood."""

    name: str
    agent_id: str
    side: WireSide
    quantity: int
    purpose: str
    role: Role = "entry"
    stop: float | None = None
    limit: float | None = None
    group: str | None = None
    parent: str | None = None
    filled: int = 0
    version: int = 0
    live: bool = True
    asked: int = 0
    raised: bool = False
