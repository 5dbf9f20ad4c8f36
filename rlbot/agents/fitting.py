"""Whether a version was trained for what its agent's file says now: the same series, and actions that mean the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rlbot.settings.agent import AgentSettings


def misfit(trained: Mapping[str, Any], settings: AgentSettings) -> str:
    """`was trained for AAPL at 1d; its file now says SPY at 1d`; empty where it fits, or where nobody wrote it down.

    `trained`: the settings in the version's manifest.
    """
    if not trained:
        return ""
    then = f"{trained.get('symbol')} at {trained.get('interval')}"
    now = f"{settings.symbol} at {settings.interval}"
    if then != now:
        return f"was trained for {then}; its file now says {now}"
    limits = trained.get("limits")
    short = bool(limits.get("allow_short")) if isinstance(limits, Mapping) else settings.limits.allow_short
    if short != settings.limits.allow_short:
        words = {True: "with short positions", False: "without short positions"}
        return f"was trained {words[short]}; its file now trades {words[settings.limits.allow_short]}"
    return ""
