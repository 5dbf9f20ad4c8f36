"""App: builds everything and hands it over. Commands (one file each), modes, bootstrap, lifecycle.

May import: every room.   To add a command: one file in `commands/`, one line in `cli.py`.
Never: arithmetic, trading rules, an opinion about a bar.
"""
