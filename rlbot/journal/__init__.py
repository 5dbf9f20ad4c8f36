"""Journal: what must not be forgotten. Every event of a run, in order, hash-chained; intents before their orders leave.

May import: events, settings, bus, clock.   To add a kind: name it in `kinds.py`, in the group that says what a replay does
with it. To add a store: satisfy `Journal`, then add it to `tests/contracts/journal.py`.
Never: change or delete a row, drop an event, decide anything about trading (a failure is returned; the caller halts).
"""
