"""A child of which others tell, the bridge: its silence counts where they could tell, or where it would tell itself."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import msgspec

from rlbot.clock import SteadyClock
from rlbot.system.watchdog.watchdog import Watchdog
from tests.system.watchdog.dogs import (
    BEATS,
    HEARS_AND_THEN_TRAINS,
    HEARS_NO_MORE,
    QUICK,
    SILENT,
    TELLS_OF_A_CLOCK_SET_BACK,
    TELLS_OF_ONE_THING,
    Seen,
    child,
    watching,
)


async def test_who_is_told_of_by_a_frozen_child_is_left_alone(tmp_path: Path) -> None:
    core = child(tmp_path, "core", TELLS_OF_ONE_THING)
    told = msgspec.structs.replace(child(tmp_path, "bridge", SILENT), told_by=("core",))
    async with watching(told, core) as (dog, seen):
        await seen.until(lambda: dog.judges["core"].state == dog.judges["bridge"].state == "running")
        first = dog.pid("core")
        os.kill(first, signal.SIGSTOP)
        await seen.until(lambda: dog.pid("core") not in {0, first})
        assert [line for line in seen.said if line.startswith("bridge has made no progress")] == []
        await seen.until(lambda: any(line.startswith("bridge has made no progress") for line in seen.said))


async def bridge_is_left_alone(dog: Watchdog, seen: Seen) -> None:
    """For twice as long as one that makes no progress would be."""
    await seen.until(lambda: dog.judges["core"].state == dog.judges["bridge"].state == "running")
    first, until_ns = dog.pid("bridge"), SteadyClock().now_ns() + int(2 * QUICK.stall_s * 1e9)
    await seen.until(lambda: SteadyClock().now_ns() > until_ns)
    assert dog.pid("bridge") == first and [line for line in seen.said if "no progress" in line] == []


async def test_a_bridge_that_tells_after_its_clock_was_set_back_still_makes_progress(tmp_path: Path) -> None:
    core = child(tmp_path, "core", TELLS_OF_A_CLOCK_SET_BACK)
    told = msgspec.structs.replace(child(tmp_path, "bridge", SILENT), told_by=("core",))
    async with watching(told, core) as (dog, seen):
        await bridge_is_left_alone(dog, seen)


async def test_a_core_that_trains_before_it_listens_says_nothing_about_the_bridge(tmp_path: Path) -> None:
    core = child(tmp_path, "core", HEARS_AND_THEN_TRAINS)
    told = msgspec.structs.replace(child(tmp_path, "bridge", SILENT), told_by=("core",))
    async with watching(told, core) as (dog, seen):
        await bridge_is_left_alone(dog, seen)
        (tmp_path / "core.safe").touch()  # it has trained, and listens
        await seen.until(lambda: any(line.startswith("bridge has made no progress") for line in seen.said))


async def test_a_bridge_that_freezes_while_the_core_hears_nothing_is_found_by_its_own_silence(tmp_path: Path) -> None:
    told = msgspec.structs.replace(child(tmp_path, "bridge", BEATS), told_by=("core",))
    async with watching(told, child(tmp_path, "core", HEARS_NO_MORE)) as (dog, seen):
        await bridge_is_left_alone(dog, seen)
        first = dog.pid("bridge")
        os.kill(first, signal.SIGSTOP)
        await seen.until(lambda: dog.pid("bridge") not in {0, first})
    assert {line.split(" for ")[0] for line in seen.said if "no progress" in line} == {"bridge has made no progress"}


async def test_beats_of_its_own_are_no_excuse_for_a_bridge_of_which_nothing_arrives(tmp_path: Path) -> None:
    told = msgspec.structs.replace(child(tmp_path, "bridge", BEATS), told_by=("core",))
    async with watching(told, child(tmp_path, "core", TELLS_OF_ONE_THING)) as (_, seen):
        await seen.until(lambda: any(line.startswith("bridge has made no progress") for line in seen.said))
