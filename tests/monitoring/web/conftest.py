"""A listening edge with a made-up trade behind it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.monitoring.scenario import a_trade
from tests.monitoring.web.edge import Platform, build


@pytest_asyncio.fixture
async def platform(tmp_path: Path) -> AsyncIterator[Platform]:
    """Nobody signed in yet. A fault inside the edge fails the test."""
    made = build(tmp_path)
    a_trade(made.bus)
    async with made.client:
        yield made
    assert made.errors == []


@pytest_asyncio.fixture
async def signed_in(platform: Platform) -> Platform:
    """An operator's session."""
    await platform.sign_in()
    return platform
