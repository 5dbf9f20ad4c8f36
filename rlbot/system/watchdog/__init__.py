"""Watchdog: the parent that starts the platform's processes and restarts what stops making progress.

May import: settings and events' words.   To add a child: a `ChildSpec`, and how its progress shows (`progress.py`).
Never: judge a child by its pid; trade; restart one in a tight loop.
"""
