"""Backtest: the engine over recorded bars, and what came of it.

May import: everything from `events` to `engine`.   To add a baseline: an agent in `agents/baselines.py`, a name here.
Never: an arithmetic of its own; a backtest is the trading path on a replay clock, so that what it shows is what would trade.
"""
