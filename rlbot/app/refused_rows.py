"""What was left out of recorded bars, in one line: a run over fewer bars than its file has must not look like one over all."""

from __future__ import annotations

from collections.abc import Mapping

NOT_TOLD = "outside_hours"  # a file of all hours is no fault


def sentence(symbol: str, faults: Mapping[str, int]) -> str:
    """How many rows of `symbol` were refused, by fault; empty where none was."""
    told = {fault: count for fault, count in sorted(faults.items()) if count and fault != NOT_TOLD}
    total = sum(told.values())
    if not total:
        return ""
    why = ", ".join(f"{count:,} {fault}" for fault, count in told.items())
    rows = "1 row" if total == 1 else f"{total:,} rows"
    were = "was" if total == 1 else "were"
    return f"{rows} of {symbol} could not be bars and {were} left out ({why}); `rlbot data check` lists them"
