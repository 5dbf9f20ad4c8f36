"""Agents: features become decisions, and every decision says why.

May import: the rooms below it, `events` to `risk`.   To add one: copy `_template.py`, name it in an agent file as
`package.module:Class`, and run it through `tests/contracts/agent.py`; a version on disk comes from `registry`.
Never: torch, the wall clock, the broker; an agent sees an observation and nothing else.
"""
