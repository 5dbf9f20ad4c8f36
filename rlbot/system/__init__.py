"""System: what keeps the platform alive: the last state on disk, going on after a crash, and whether progress is made.

May import: every room from `engine` down; never `training`, `bridge`, `monitoring`, `app`.
To add to the state: a field with a default in `state.py`, one line in `state_fold.py`.
Never: trade, read the clock (it is handed in), touch a damaged file other than to put it aside.
"""
