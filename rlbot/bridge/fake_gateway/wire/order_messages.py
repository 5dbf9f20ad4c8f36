"""openOrder and completedOrder: long rows in which only a handful of fields is alive; the rest says "unset" in its own way.

Laid out as recorded sessions have them. In the delta-neutral part the recorded gateway writes the text `None`, and then eight
fields more; one without that habit writes two empty fields (`terse`). Clients must read both.
"""

from __future__ import annotations

from rlbot.bridge.fake_gateway.orders.order import Order
from rlbot.bridge.fake_gateway.wire import versions
from rlbot.bridge.fake_gateway.wire.codec import UNSET_DOUBLE, UNSET_INT, UNSET_LONG, Field, Message
from rlbot.bridge.fake_gateway.wire.contracts import contract_fields

_EMPTY5: Message = ("",) * 5
_PEG: Message = (
    "",
    100,
    0.02,
    "",
    "",
)  # minTradeQty, minCompeteSize, competeAgainstBestOffset, midOffsetAtWhole, midOffsetAtHalf


def open_order(order: Order, version: int, *, terse: bool = False) -> Message:
    """`terse`: the short form of the delta-neutral part. A plain order then has 126 fields at 178, 147 at 200."""
    delta_neutral: Message = ("", "") if terse else ("None", "", 0, "", "", "", "?", 0, 0, "")
    tail: list[Field] = []
    tail += [""] if version >= versions.CUSTOMER_ACCOUNT else []
    tail += [0] if version >= versions.PROFESSIONAL_CUSTOMER else []
    tail += [""] if version >= versions.BOND_ACCRUED_INTEREST else []
    tail += [0] if version >= versions.INCLUDE_OVERNIGHT else []
    tail += ["", UNSET_INT] if version >= versions.OPEN_ORDER_TAGS else []
    tail += [""] if version >= versions.SUBMITTER else []
    tail += [0] if version >= versions.IMBALANCE_ONLY else []
    return (
        *(5, order.order_id, *contract_fields(order.terms.instrument, order.terms.exchange, right="?")),
        *_terms(order),
        *(order.client_id, order.perm_id, order.terms.outside_rth, 0, 0, ""),
        f"{order.perm_id}.0/{order.terms.account}/{order.size}",  # shares allocation, obsolete
        *_financial_advisor(version),
        *("", "", "", "", ""),  # model, good till date, rule 80A, percent offset, settling firm
        *(0, "", -1, 0),  # short sale slot, designated location, exempt code, auction strategy
        *_EMPTY5,  # starting and reference price, delta, range
        *(
            UNSET_INT,
            0,
            0,
            0,
            "",
            order.terms.oca_type or 3,
            0,
            0,
            "",
            order.terms.parent_id,
            0,
        ),  # display size … trigger method
        *("", 0, *delta_neutral, 0, 0),  # volatility, its type, …, continuous update, reference price type
        *("", "", "", ""),  # trailing stop, trailing percent, basis points and their type
        *("", 0, 0, 0),  # legs: description, three counts
        *(UNSET_INT, UNSET_INT, "", ""),  # scale, hedge type
        *(0, "", "IB", 0, 0, "", 0),  # smart routing off, clearing (2), not held, delta-neutral contract, algo, solicited
        *(0, order.status, *(UNSET_DOUBLE,) * 9),  # what-if, status, margins before, change, after
        *((order.commission, "", "", "USD") if order.commission else ("", "", "", "")),
        *(("", *(UNSET_DOUBLE,) * 9, "", "", 0) if version >= versions.ORDER_PREVIEW else ()),
        *("", 0, 0, 0),  # warning, randomize size and price, conditions
        *("None", *(UNSET_DOUBLE,) * 6, 0),  # adjusted order
        *(
            "",
            "",
            "",
            0,
            1,
            0,
            0,
            0,
        ),  # soft dollar tier (3), cash quantity, hedge price, container, discretionary, managed price
        *("", "", 0, *_PEG),  # duration, post to ATS, auto-cancel parent
        *tail,
    )


def completed_order(order: Order, version: int, time_text: str) -> Message:
    """Has neither order id nor client id: it is known by permId and orderRef."""
    tail: list[Field] = []
    tail += [""] if version >= versions.CUSTOMER_ACCOUNT else []
    tail += [0] if version >= versions.PROFESSIONAL_CUSTOMER else []
    tail += [""] if version >= versions.SUBMITTER else []
    return (
        *(101, *contract_fields(order.terms.instrument, order.terms.exchange, strike=0)),
        *_terms(order),
        *(order.perm_id, order.terms.outside_rth, 0, 0, ""),
        *_financial_advisor(version),
        *("", "", "", "", "", 0, "", -1),
        *_EMPTY5,
        *(
            UNSET_INT,
            0,
            0,
            "",
            order.terms.oca_type or 3,
            0,
        ),  # display size, sweep, all or none, minimum, OCA type, trigger method
        *("", 0, "None", "", 0, 0, 0, "", 0, 0),  # volatility and delta-neutral part, as the open order's but shorter
        *("", "", "", 0, 0, 0),  # trailing stop, percent, legs
        *(UNSET_INT, UNSET_INT, "", ""),
        *("", "IB", 0, 0, "", 0, order.status, 0, 0, 0),  # clearing … status, randomize size and price, conditions
        *(
            UNSET_DOUBLE,
            UNSET_DOUBLE,
            0,
            1,
            0,
            "",
        ),  # stop price, limit offset, cash quantity, hedge price, container, cancel date
        *(order.filled, UNSET_INT, 0, "Not an insider or substantial shareholder", 0, 0),
        *(UNSET_LONG, time_text, _completed_status(order)),
        *_PEG,
        *tail,
    )


def _terms(order: Order) -> Message:
    terms = order.terms
    prices = (terms.limit_price or 0.0, terms.stop_price or 0.0)
    group = (terms.oca_group, terms.account, terms.open_close, 0, terms.order_ref)
    return (terms.action, order.size, terms.order_type, *prices, terms.tif, *group)


def _financial_advisor(version: int) -> Message:
    return ("", "", "") if version >= versions.FA_PROFILE_GONE else ("", "", "", "")


def _completed_status(order: Order) -> str:
    return f"Filled Size: {order.filled}" if order.status == "Filled" else order.status
