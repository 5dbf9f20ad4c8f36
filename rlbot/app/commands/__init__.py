"""Commands: one file each. They read arguments, build what they need, call it, and print.

May import: everything.   To add one: a function here, a line in `app/cli.py`.
Never: a traceback for a user's mistake, anything but one JSON document on standard output under `--json`.
"""
