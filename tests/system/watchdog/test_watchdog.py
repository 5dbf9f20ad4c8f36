"""Real processes: frozen ones are found by lack of progress, dead ones come back, orphans notice, nothing is left behind."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

import msgspec
import psutil
import pytest

from rlbot.clock import SteadyClock
from rlbot.system.watchdog.children import PID_FILE, ChildSpec
from rlbot.system.watchdog.watchdog import Watchdog
from tests.system.watchdog.dogs import BEATS, DIES, KILLED_ONCE, PATIENCE_S, QUICK, Seen, child, watching


async def test_a_frozen_child_is_found_by_its_lack_of_progress_and_replaced(tmp_path: Path) -> None:
    async with watching(child(tmp_path, "core", BEATS)) as (dog, seen):
        await seen.until(lambda: dog.judges["core"].state == "running")
        first = dog.pid("core")
        os.kill(first, signal.SIGSTOP)
        await seen.until(lambda: dog.pid("core") not in {0, first} and dog.judges["core"].state == "running")
        assert not psutil.pid_exists(first)
        assert any("has made no progress" in sentence for sentence in seen.said)
        second = dog.pid("core")
    assert not psutil.pid_exists(second), "nothing is left behind"
    assert not (tmp_path / "core.pid").exists()


async def test_a_child_that_is_killed_is_started_again(tmp_path: Path) -> None:
    async with watching(child(tmp_path, "core", BEATS)) as (dog, seen):
        await seen.until(lambda: dog.judges["core"].state == "running")
        first = dog.pid("core")
        os.kill(first, signal.SIGKILL)
        await seen.until(lambda: dog.pid("core") not in {0, first})
        assert "core ended: signal SIGKILL" in seen.said


async def test_a_child_that_always_dies_ends_in_safe_mode_and_the_others_live_on(tmp_path: Path) -> None:
    async with watching(child(tmp_path, "core", BEATS), child(tmp_path, "bridge", DIES)) as (dog, seen):
        await seen.until(lambda: bool(seen.safe))
        assert "bridge ended 3 times in a row (last: exit status 3)" in seen.safe[0]
        await seen.until(lambda: dog.judges["core"].state == "running")
        assert dog.judges["bridge"].state == "given_up"


async def test_a_program_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    nothing = ChildSpec(name="mosquitto", command=("/no/such/program",), pid_file=tmp_path / "m.pid")
    async with watching(nothing) as (_, seen):
        await seen.until(lambda: bool(seen.safe))
    assert seen.said[0] == "mosquitto cannot be started: /no/such/program: No such file or directory."


DOG = """
import asyncio, sys
from pathlib import Path
from rlbot.clock import SteadyClock
from rlbot.system.watchdog.children import ChildSpec
from rlbot.system.watchdog.watchdog import Watchdog
folder = Path(sys.argv[1])
command = (sys.executable, "-c", sys.argv[2], str(folder / "core.safe"))
spec = ChildSpec(name="core", command=command, pid_file=folder / "core.pid")
dog = Watchdog([spec], SteadyClock(), lambda name, said: print(said, flush=True), print)
asyncio.run(dog.run(asyncio.Event()))
"""


async def test_the_death_of_the_watchdog_itself_is_noticed_by_its_child(tmp_path: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", DOG, str(tmp_path), BEATS, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    assert (await process.stdout.readline()).decode().startswith("core started")
    seen = Seen()
    await seen.until((tmp_path / "core.pid").exists)
    pid = int((tmp_path / "core.pid").read_text())
    process.kill()
    await process.wait()
    await seen.until((tmp_path / "core.safe").exists)
    await seen.until(lambda: not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)


async def left_running(spec: ChildSpec, pid_file: Path) -> asyncio.subprocess.Process:
    """A process under the number that the spec's file names, started as the child whose file is `pid_file`."""
    left = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", "import time; time.sleep(600)", *spec.command[-1:]),
        env={**os.environ, PID_FILE: str(pid_file)},
    )
    spec.pid_file.write_text(f"{left.pid}\n")
    return left


async def test_what_an_earlier_watchdog_left_running_is_replaced(tmp_path: Path) -> None:
    spec = child(tmp_path, "core", BEATS)
    left = await left_running(spec, spec.pid_file)
    async with watching(spec) as (dog, seen):
        async with asyncio.timeout(PATIENCE_S):
            assert await left.wait() == -signal.SIGTERM
        await seen.until(lambda: dog.judges["core"].state == "running")
    assert f"core of an earlier start still runs (process {left.pid}); it is replaced" in seen.said


async def test_a_core_of_another_home_under_a_number_used_again_lives_on(tmp_path: Path) -> None:
    spec = child(tmp_path, "core", BEATS)
    other = await left_running(spec, tmp_path / "other" / "core.pid")
    try:
        async with watching(spec) as (dog, seen):
            await seen.until(lambda: dog.judges["core"].state == "running")
            assert seen.said == [f"core started (process {dog.pid('core')})"] and other.returncode is None
    finally:
        other.kill()
        await other.wait()


async def test_a_pid_file_that_cannot_be_written_is_told_once_and_ends_nobody(tmp_path: Path) -> None:
    spec = child(tmp_path, "core", BEATS)
    spec.pid_file.mkdir()  # as a full disk: every write of the file fails
    async with watching(spec, child(tmp_path, "bridge", BEATS)) as (dog, seen):
        await seen.until(lambda: {judge.state for judge in dog.judges.values()} == {"running"})
        pid = dog.pid("core")
        spec.pid_file.rmdir()
        await seen.until(spec.pid_file.exists)
        assert spec.pid_file.read_text() == f"{pid}\n"
    assert [line for line in seen.said if str(spec.pid_file) in line] == [
        f"{spec.pid_file} cannot be written (Is a directory): process {pid} would not be found if it outlived this one. "
        "It goes on; free space or rights there."
    ]


async def test_a_child_without_a_pipe_to_tell_by_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pipe, refusals = os.pipe, [False, True]  # the first of its two pipes is there, the second is not

    def scarce() -> tuple[int, int]:
        if refusals and refusals.pop(0):
            raise OSError(24, "Too many open files")
        return pipe()

    monkeypatch.setattr(os, "pipe", scarce)
    async with watching(child(tmp_path, "core", BEATS)) as (dog, seen):
        await seen.until(lambda: dog.judges["core"].state == "running")
    assert seen.said[0] == "core cannot be started: there is no pipe for it (Too many open files)."


async def test_a_first_start_that_is_final_ends_everything_with_its_status(tmp_path: Path) -> None:
    refuses = msgspec.structs.replace(child(tmp_path, "core", DIES), final=frozenset({3}))
    stop, seen = asyncio.Event(), Seen()
    dog = Watchdog([child(tmp_path, "bridge", BEATS), refuses], SteadyClock(), seen.tell, seen.safe.append, QUICK)
    async with asyncio.timeout(PATIENCE_S):
        await dog.run(stop)
    assert (dog.final, dog.pid("bridge"), seen.safe) == (3, 0, [])


async def test_what_ran_before_is_started_again_whatever_its_status(tmp_path: Path) -> None:
    later = msgspec.structs.replace(child(tmp_path, "core", KILLED_ONCE), final=frozenset({3}))
    async with watching(later) as (dog, seen):
        await seen.until(lambda: bool(seen.safe))
        assert dog.final == 0 and "ended 3 times in a row" in seen.safe[0]
