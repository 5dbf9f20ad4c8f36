"""placeOrder: the places of the fields we read. A stock order has no leg lists, so the places do not move."""

from __future__ import annotations

from rlbot.bridge.fake_gateway.market.instruments import by_contract
from rlbot.bridge.fake_gateway.orders.order import OrderTerms
from rlbot.bridge.fake_gateway.wire import versions
from rlbot.bridge.fake_gateway.wire.codec import Fields

_OCA_TYPE = 46  # counted from the message's number; one place later where the client still sends an FA profile
_WHAT_IF = 84


class UnknownContractError(Exception):
    """Nothing here answers to that contract."""


def read(fields: Fields, version: int) -> tuple[int, OrderTerms]:
    """(orderId, terms). Raises FieldError, UnknownContractError."""
    instrument = by_contract(fields.integer(2), fields.text(3), fields.text(4), fields.text(11))
    if instrument is None:
        raise UnknownContractError
    return fields.integer(1), OrderTerms(
        instrument=instrument,
        exchange=fields.text(9) or "SMART",
        action=fields.text(16),
        quantity=fields.number(17) or 0.0,
        order_type=fields.text(18),
        limit_price=fields.number(19),
        stop_price=fields.number(20),
        tif=fields.text(21) or "DAY",
        oca_group=fields.text(22),
        oca_type=fields.integer(_OCA_TYPE + (version < versions.FA_PROFILE_GONE)),
        account=fields.text(23),
        open_close=fields.text(24),
        order_ref=fields.text(26),
        transmit=fields.flag(27),
        parent_id=fields.integer(28),
        outside_rth=fields.flag(33),
    )


def asks_what_if(fields: Fields, version: int) -> bool:
    """Whether only margins are asked for; valid where the order has no delta-neutral, scale, hedge or algo part."""
    return fields.flag(_WHAT_IF + (version < versions.FA_PROFILE_GONE))
