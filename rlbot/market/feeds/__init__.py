"""Feeds: sources of bars behind one Protocol (`feed.py`), delivering in the order in which bars became known.

May import: the rest of market, and what lies below it.
To add one: a class with `source`, `subscriptions`, `history` and `stream` (and `batches` where nothing has to be waited for),
bars through `market.bars.BarValidator`, a line in `tests/contracts/market_feed.py`.
Never: sleep or read the time by itself (both are handed in), hide where its bars come from.
"""
