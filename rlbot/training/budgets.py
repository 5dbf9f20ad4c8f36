"""How long a training run is, in environment steps."""

from __future__ import annotations

from typing import Literal

Budget = Literal["quick", "standard", "full"]

# Quick: a first start must not wait (under 40 s an agent on one slow core). SAC makes one update every 64 steps.
STEPS: dict[str, dict[Budget, int]] = {
    "ppo": {"quick": 524_288, "standard": 4_194_304, "full": 16_777_216},
    "sac": {"quick": 192_000, "standard": 1_536_000, "full": 6_144_000},
}


def steps_of(algorithm: str, budget: Budget) -> int:
    """Environment steps of that budget."""
    return STEPS["sac" if algorithm == "sac" else "ppo"][budget]
