"""Risk: every decision passes here before it becomes an order.

May import: the rooms below it, events to execution.   To add a rule: one small check in `rules.py` (or its neighbours),
one line in its table.   To add a limit: a field of the settings, None meaning off.
Never: submit an order, open a socket, read the wall clock, block or enlarge what only reduces.
"""
