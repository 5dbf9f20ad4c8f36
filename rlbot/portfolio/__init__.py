"""Portfolio: fills become positions, cash and equity, one sub-ledger per agent, and every change of equity has its parts.

May import: the rooms below it (events, settings, bus, clock, journal, market).   To add a metric: a pure function in
`metrics.py` over curve and round trips, and a field of `Metrics`.
Never: price an order, ask a broker, let an agent's belief stand in for a fill.
"""
