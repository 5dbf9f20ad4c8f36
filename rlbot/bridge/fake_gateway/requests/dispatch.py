"""Message number -> who answers it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from rlbot.bridge.fake_gateway.faults import kinds
from rlbot.bridge.fake_gateway.requests import account, market, orders, system
from rlbot.bridge.fake_gateway.wire.codec import Fields

if TYPE_CHECKING:
    from rlbot.bridge.fake_gateway.gateway import FakeGateway
    from rlbot.bridge.fake_gateway.session import Session

Answer = Callable[["FakeGateway", "Session", Fields], None]

ANSWERS: dict[int, Answer] = {
    1: market.quotes,
    2: market.cancel_quotes,
    3: orders.place,
    4: orders.cancel,
    5: orders.own_open,
    6: account.updates,
    7: orders.executions,
    8: system.next_id,
    9: market.contract_details,
    14: system.ignore,  # server log level
    15: orders.all_open,  # auto-bind: there is nothing by hand to bind, the open orders are the answer
    16: orders.all_open,
    17: system.managed_accounts,
    20: market.history,
    25: market.cancel_history,
    49: system.current_time,
    50: market.bars,
    51: market.cancel_bars,
    58: orders.cancel_all,
    59: market.data_type,
    61: account.positions,
    62: account.summary,
    63: account.cancel_summary,
    64: account.cancel_positions,
    76: account.multi,
    77: system.ignore,  # cancel of 76, which here is answered once
    87: market.head_timestamp,
    99: orders.completed,
    104: system.user_info,
    105: system.current_time_ms,
}
REQUEST_ID = {20: 1, 3: 1, 104: 1}  # where a message carries its request id; elsewhere it is field 2


def answer(gateway: FakeGateway, session: Session, number: int, fields: Fields) -> None:
    """Answer it, or refuse it where a fault says so; numbers nobody answers are counted. Raises FieldError."""
    refused = gateway.pending.take(kinds.Refuse, number)
    if refused is not None:
        session.error(fields.integer(REQUEST_ID.get(number, 2), -1), refused.code, refused.text)
        return
    handler = ANSWERS.get(number)
    if handler is None:
        gateway.ledger.events[f"unknown_message_{number}"] += 1
        return
    handler(gateway, session, fields)
