"""How each symbol of the synthetic market behaves. Known names resemble themselves; any other's is drawn from its letters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal
from zlib import crc32

import msgspec

from rlbot.market.instruments import LEVERAGED, is_index


class Character(msgspec.Struct, frozen=True):
    """`beta` on the market (on the underlying for a leveraged ETF), own `noise` a year, `volume` shares a day, first `price`.

    `jumps`: chance of an earnings jump per session, of standard size `jump_size` (log).
    """

    kind: Literal["stock", "leveraged", "vix"]
    price: float
    beta: float = 1.0
    noise: float = 0.0
    volume: float = 0.0
    jumps: float = 0.0
    jump_size: float = 0.0
    underlying: str = ""


KNOWN = {
    "SPY": Character("stock", 450.0, 1.0, 0.005, 8e7),
    "QQQ": Character("stock", 380.0, 1.15, 0.06, 5e7),
    "IWM": Character("stock", 190.0, 1.15, 0.08, 3e7),
    "AAPL": Character("stock", 170.0, 1.15, 0.20, 6e7, 4.0 / 252.0, 0.05),
    "GOOG": Character("stock", 140.0, 1.1, 0.20, 2.5e7, 4.0 / 252.0, 0.06),
    "VIX": Character("vix", 16.0),
}


def character(symbol: str, leverage: Mapping[str, tuple[str, float]]) -> Character:
    """The symbol's character; `leverage` (ETF -> underlying, multiple) goes before the known funds."""
    bare = symbol.removeprefix("^")
    if symbol in leverage or symbol in LEVERAGED:
        underlying, multiple = leverage.get(symbol) or LEVERAGED[symbol]
        return Character("leveraged", 60.0, multiple, volume=8e6, underlying=underlying)
    if bare in KNOWN:
        return KNOWN[bare]
    if is_index(symbol):
        return Character("stock", 4_500.0)
    draw = crc32(symbol.encode())
    return Character(
        "stock",
        price=20.0 + draw % 281,
        beta=0.6 + draw // 281 % 100 / 100.0,
        noise=0.15 + draw // 28_100 % 20 / 100.0,
        volume=2e6 + 1e5 * (draw // 562_000 % 200),
        jumps=4.0 / 252.0,
        jump_size=0.06,
    )
