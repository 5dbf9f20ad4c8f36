"""What a demonstration says that no other start does: where it is asked, and that it begins anew each time."""

from __future__ import annotations

import shlex
from pathlib import Path


def how_to_ask(home: Path) -> str:
    """Its home is not the usual one, so a plain `rlbot status` would not find it."""
    here = Path.cwd()
    named = home.relative_to(here) if home.is_relative_to(here) else home
    return f"from another shell: `rlbot --home {shlex.quote(str(named))} status`"


def how_it_ended(ended: bool, *, demonstration: bool) -> str:
    """`ended`: by its feed, not by a person. A demonstration's home is made anew, and its gateway is gone."""
    if ended:
        return "the feed is exhausted"
    return "stopped; a demonstration begins anew each time" if demonstration else "stopped; the same command goes on from here"
