"""What symbols stand for, and that other currencies are refused as data."""

from __future__ import annotations

import pytest

from rlbot.market.instruments import Instrument, InstrumentRefused, close_delay_ns, instrument, is_index


def test_a_stock_an_index_and_a_leveraged_fund() -> None:
    assert instrument("AAPL") == Instrument("AAPL")
    vix = instrument("VIX")
    assert isinstance(vix, Instrument)
    assert (vix.sec_type, vix.close_delay_ns) == ("IND", 900_000_000_000)
    tna = instrument("TNA")
    assert isinstance(tna, Instrument)
    assert (tna.underlying, tna.leverage) == ("IWM", 3.0)


@pytest.mark.parametrize("symbol", ["AET.L", "ALPHA.PA", "RY.TO", "7203.T"])
def test_a_listing_abroad_is_refused_with_its_currency(symbol: str) -> None:
    refused = instrument(symbol)
    assert isinstance(refused, InstrumentRefused)
    assert refused.currency in refused.reason
    assert refused.currency != "USD"


def test_a_stated_currency_decides_over_the_suffix() -> None:
    assert isinstance(instrument("AAPL", "EUR"), InstrumentRefused)
    assert isinstance(instrument("BRK.B"), Instrument)
    assert isinstance(instrument("XYZ.L", "USD"), Instrument)


@pytest.mark.parametrize("symbol", ["VIX", "^VIX", "SPX", "^GSPC"])
def test_indices_are_known_with_and_without_the_caret(symbol: str) -> None:
    assert is_index(symbol)
    assert close_delay_ns(symbol) == (900_000_000_000 if "VIX" in symbol else 0)
