"""Views: what events leave behind, folded into bounded records that the page reads.

May import: `events`, `settings`, `web.contract`.   To add one: a class with `on_<event>` methods and a builder of its contract
struct, then a line in `board.py`.
Never: grow without a cap, compute over a history while folding, publish an event.
"""
