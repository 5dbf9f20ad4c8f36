"""What a symbol stands for. Ledgers are in USD; whatever trades in another currency is refused, as data."""

from __future__ import annotations

from typing import Literal

import msgspec

SecType = Literal["STK", "IND"]

INDICES = {
    "VIX": "CBOE",
    "SPX": "CBOE",
    "GSPC": "CBOE",
    "NDX": "NASDAQ",
    "RUT": "RUSSELL",
    "DJI": "CME",
    "VXN": "CBOE",
    "VVIX": "CBOE",
}
# Cboe works out the VIX from options that trade until 16:15 New York.
CLOSE_DELAY_NS = {"VIX": 900_000_000_000, "VXN": 900_000_000_000, "VVIX": 900_000_000_000}
# ETF -> (underlying, daily multiple), from the issuers' prospectuses.
LEVERAGED = {
    "TNA": ("IWM", 3.0),
    "TZA": ("IWM", -3.0),
    "TQQQ": ("QQQ", 3.0),
    "SQQQ": ("QQQ", -3.0),
    "QLD": ("QQQ", 2.0),
    "UPRO": ("SPY", 3.0),
    "SPXL": ("SPY", 3.0),
    "SPXU": ("SPY", -3.0),
    "SPXS": ("SPY", -3.0),
    "SSO": ("SPY", 2.0),
    "SDS": ("SPY", -2.0),
    "UWM": ("IWM", 2.0),
    "TWM": ("IWM", -2.0),
}
# Yahoo's suffixes of exchanges outside the United States. Share classes (BRK.B) have one letter too: only L, T, V, F are both,
# and no US share class of these letters trades; they are read as London, Tokyo, TSX Venture, Frankfurt.
FOREIGN = {
    suffix: currency
    for currency, suffixes in {
        "GBP": "L",
        "EUR": "PA DE F AS BR MI MC LS HE VI IR",
        "CHF": "SW",
        "SEK": "ST",
        "NOK": "OL",
        "DKK": "CO",
        "CAD": "TO V NE",
        "HKD": "HK",
        "JPY": "T",
        "AUD": "AX",
        "NZD": "NZ",
        "KRW": "KS KQ",
        "CNY": "SS SZ",
        "TWD": "TW",
        "INR": "NS BO",
        "BRL": "SA",
        "MXN": "MX",
        "ZAc": "JO",
        "SGD": "SI",
        "ILA": "TA",
        "PLN": "WA",
        "TRY": "IS",
    }.items()
    for suffix in suffixes.split()
}


class Instrument(msgspec.Struct, frozen=True, gc=False):
    """One tradable or observable thing, in USD.

    `leverage`: its daily multiple of the underlying (1 for an ordinary stock). `close_delay_ns`: how long after the session's
    close its daily value is known. An index (`IND`) is observed, never traded, and has no volume of its own.
    """

    symbol: str
    sec_type: SecType = "STK"
    exchange: str = "SMART"
    currency: Literal["USD"] = "USD"
    leverage: float = 1.0
    underlying: str = ""
    close_delay_ns: int = 0


class InstrumentRefused(msgspec.Struct, frozen=True, gc=False):
    """Why a symbol cannot be used, as a sentence."""

    symbol: str
    currency: str
    reason: str


def instrument(symbol: str, currency: str | None = None) -> Instrument | InstrumentRefused:
    """What `symbol` stands for; refused unless it is in USD. `currency`: if the source states one, else by the suffix."""
    bare = symbol.removeprefix("^")
    if bare in INDICES:
        found = Instrument(symbol, "IND", INDICES[bare], close_delay_ns=CLOSE_DELAY_NS.get(bare, 0))
    else:
        underlying, multiple = LEVERAGED.get(symbol, ("", 1.0))
        found = Instrument(symbol, leverage=multiple, underlying=underlying)
    stated = currency or FOREIGN.get(bare.rpartition(".")[2] if "." in bare else "", "USD")
    if stated != "USD":
        reason = f"{symbol} trades in {stated}; ledgers are in USD, so choose an instrument that trades in USD."
        return InstrumentRefused(symbol, stated, reason)
    return found


def is_index(symbol: str) -> bool:
    """Whether the symbol is observed only: volume 0 is normal for it."""
    return symbol.removeprefix("^") in INDICES


def close_delay_ns(symbol: str) -> int:
    """How long after the session's close the daily value is known: 15 minutes for the VIX, else 0."""
    return CLOSE_DELAY_NS.get(symbol.removeprefix("^"), 0)
