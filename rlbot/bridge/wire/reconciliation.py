"""What a reconciliation lists: executions, orders and positions as the gateway has them, and where the journal differs."""

from __future__ import annotations

from typing import ClassVar, Literal

import msgspec

from rlbot.bridge.wire.commands import WireSide
from rlbot.bridge.wire.envelope import BridgeEvent, Origin, Role
from rlbot.events.base import Purpose


class Execution(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One execution. One ledger row per `exec_key`: the highest `revision`. `time_ts_ns` is the exchange's."""

    exec_id: str
    exec_key: str
    revision: int
    perm_id: int
    account: str
    symbol: str
    side: WireSide
    quantity: int
    price: float
    time_ts_ns: int
    cum_quantity: int
    recovered: bool
    origin: Origin
    client_order_id: str | None = None
    parent_client_order_id: str | None = None
    agent_id: str | None = None


class Position(msgspec.Struct, frozen=True, kw_only=True):
    """What the account holds of one instrument, by the gateway's word."""

    account: str
    symbol: str
    sec_type: str
    currency: str
    quantity: float
    avg_cost: float


class OrderView(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An order in a list of a reconciliation. `purpose`, `oca_group`: as it was given; None when it is not ours."""

    status: str
    quantity: int
    filled: int
    remaining: int
    symbol: str
    side: str
    order_type: str
    client_order_id: str | None = None
    version: int | None = None
    role: Role | None = None
    purpose: Purpose | None = None
    oca_group: str | None = None
    agent_id: str | None = None
    command_id: str | None = None
    perm_id: int | None = None
    avg_price: float | None = None
    limit_price: float | None = None
    stop_price: float | None = None
    parent_client_order_id: str | None = None
    code: str | None = None
    tws_code: int | None = None
    reason: str | None = None


class Difference(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something that journal and gateway do not agree on, and what was done about it."""

    kind: Literal[
        "order_missing",
        "order_unknown",
        "fill_recovered",
        "position",
        "two_perm_ids",
        "manual_order",
        "unprotected",
    ]
    resolution: Literal["none", "recovered", "lost", "cancelled"]
    client_order_id: str | None = None
    perm_id: int | None = None
    symbol: str | None = None
    journal: str | None = None
    gateway: str | None = None


class Reconciliation(BridgeEvent, frozen=True, kw_only=True):
    """The bridge's journal beside the gateway. A list that is None is unknown, never empty."""

    topic: ClassVar[str] = "reconciliation"

    cause: Literal["connect", "link_restored", "timer", "request", "stuck_order"]
    started_ts_ns: int
    jseq_before: int
    complete: bool
    orders: tuple[OrderView, ...]
    differences: tuple[Difference, ...]
    command_id: str | None = None
    open_orders: tuple[OrderView, ...] | None = None
    executions: tuple[Execution, ...] | None = None
    completed_orders: tuple[OrderView, ...] | None = None
    positions: tuple[Position, ...] | None = None
    page: int | None = None
    last: bool | None = None
