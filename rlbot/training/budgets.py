"""How long a training run is, in environment steps."""

from __future__ import annotations

from typing import Literal

Budget = Literal["quick", "standard", "full"]

# Quick: a first start must not wait (under 40 s an agent on one slow core). SAC makes one update every 64 steps. More steps fit
# the past better, not always what follows: that is for the gate to say.
STEPS: dict[str, dict[Budget, int]] = {
    "ppo": {"quick": 262_144, "standard": 1_048_576, "full": 4_194_304},
    "sac": {"quick": 192_000, "standard": 768_000, "full": 3_072_000},
}


def steps_of(algorithm: str, budget: Budget) -> int:
    """Environment steps of that budget."""
    return STEPS["sac" if algorithm == "sac" else "ppo"][budget]
