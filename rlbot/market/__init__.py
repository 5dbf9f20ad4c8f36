"""Market: prices become validated bars, bars become features.

Read it in this order: instruments and calendar (what trades, when), bars and plausibility (what is refused at the edge),
corporate_actions (splits and dividends as events), data_folder and price_series (recorded bars), feeds/ (sources behind one
Protocol), then features/ and normalizer (what agents see).

May import: events, settings, bus, clock, journal.
To add a feed: a file in feeds/ that satisfies `feeds/feed.py`, and a line in `tests/contracts/market_feed.py`.
To add a feature: a class in features/ with its warm-up and `available_at`.
Never: look at a bar before it is known, decide anything, import pandas, polars, torch or numba.
"""
