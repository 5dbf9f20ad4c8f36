"""How many fields a plain order takes at each version; counted by other people's clients, which consumed exactly these."""

from __future__ import annotations

import pytest

from rlbot.bridge.fake_gateway.market.instruments import by_symbol
from rlbot.bridge.fake_gateway.orders.order import SUBMITTED, Order, OrderTerms
from rlbot.bridge.fake_gateway.wire.order_messages import completed_order, open_order

PLAIN = Order(1, 1, 5, OrderTerms(by_symbol("AAPL"), "SMART", "BUY", 100, "LMT", 10.0), 0, size=100, status=SUBMITTED)


@pytest.mark.parametrize(("version", "fields"), [(176, 127), (178, 126), (199, 147), (200, 147)])
def test_a_plain_open_order_has_the_counted_fields_after_its_number(version: int, fields: int) -> None:
    assert len(open_order(PLAIN, version, terse=True)) - 1 == fields
    assert len(open_order(PLAIN, version)) - 1 == fields + 8  # `None`, and eight fields more


@pytest.mark.parametrize(
    ("since", "more"), [(183, 1), (184, 1), (185, 1), (189, 1), (193, 2), (195, 13), (198, 1), (199, 1), (177, -1)]
)
def test_an_open_order_grows_at_the_version_that_says_so(since: int, more: int) -> None:
    assert len(open_order(PLAIN, since)) - len(open_order(PLAIN, since - 1)) == more


def test_a_completed_order_names_neither_its_id_nor_its_client() -> None:
    marked = Order(98765, 43210, 5, PLAIN.terms, 0, size=100, status="Cancelled")
    assert not {98765, 43210} & set(completed_order(marked, 178, "now"))
