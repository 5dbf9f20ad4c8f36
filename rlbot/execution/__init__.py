"""Execution: approved orders become fills, and protection stands behind every position.

May import: the rooms below it (events, settings, bus, clock, journal, market, portfolio).   To add a broker: satisfy `Broker`
in `broker.py`, join the conformance suite in `tests/contracts/broker.py`, name it where a mode is built.
Never: make an `OrderApproved`, resend an order on silence, infer an outcome that nobody reported.
"""
