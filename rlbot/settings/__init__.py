"""Settings: typed, frozen, read once at start from `configs/`. Every mistake at once, each with file, key and what is allowed.

May import: `events.base` for the names of intervals.   To add a key: a field with a default in its section (`agent.py`,
`platform.py`); a rule that spans keys goes to `checks.py`. Whoever needs a setting is handed its slice.
Never: read the environment, raise on a wrong file (mistakes are returned), overwrite a file halfway.
"""
