"""Prices as the wire carries them."""

from __future__ import annotations


def quoted(price: float) -> float:
    """USD in whole cents, as stocks at or above one dollar are quoted, below it in hundredths of a cent; 0 stays 0."""
    return round(price, 2 if price >= 1.0 else 4)
