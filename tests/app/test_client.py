"""Asking a platform that is not there, was cut off, or is stuck: each is told apart, with a way out."""

from __future__ import annotations

import fcntl
from pathlib import Path

import pytest

from rlbot.app.client import PlatformClient
from rlbot.app.failure import CommandError
from rlbot.app.home import Home
from rlbot.risk.kill_switch import KillSwitch
from tests.e2e.house import rlbot


def told(home: Home) -> str:
    with pytest.raises(CommandError) as failed:
        PlatformClient(home)
    return failed.value.text


def address(home: Home) -> None:
    """As a platform leaves it; nothing listens there."""
    home.checkpoints.mkdir(parents=True, exist_ok=True)
    home.address.write_text("http://127.0.0.1:9\n", encoding="utf-8")
    home.token.write_text("token\n", encoding="utf-8")


def test_no_platform_was_started(tmp_path: Path) -> None:
    assert "no platform runs" in told(Home(tmp_path)) and "rlbot up" in told(Home(tmp_path))


def test_an_address_that_a_killed_platform_left_is_not_trusted(tmp_path: Path) -> None:
    home = Home(tmp_path)
    address(home)
    assert "cut off" in told(home)


def test_two_who_look_at_once_do_not_take_each_other_for_a_platform(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with home.running():
        assert home.is_running()
    with (home.checkpoints / "running.lock").open("r", encoding="utf-8") as looking:
        fcntl.flock(looking, fcntl.LOCK_SH)
        assert not home.is_running()


def test_a_platform_without_web_is_not_called_absent(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with home.running():
        said = told(home)
    assert "--no-web" in said and "rlbot kill" in said


def test_a_platform_that_is_stuck_is_not_called_absent(tmp_path: Path) -> None:
    home = Home(tmp_path)
    address(home)
    with home.running():
        said = told(home)
    assert "does not answer" in said and "rlbot kill" in said


def test_safe_mode_is_told_with_the_way_out_of_it(tmp_path: Path) -> None:
    home = Home(tmp_path)
    address(home)
    with home.running():
        KillSwitch(home.kill_file).activate("core ended 5 times in a row.", "watchdog", 1)
        said = told(home)
    assert said.startswith("safe mode: core ended 5 times in a row.") and "`rlbot resume`" in said


@pytest.mark.parametrize("without_web", [True, False])
def test_a_kill_is_not_told_to_kill(tmp_path: Path, without_web: bool) -> None:
    home = Home(tmp_path)
    if not without_web:
        address(home)
    with home.running():
        ran = rlbot(tmp_path, "kill")
    assert ran.status == 0 and home.kill_file.exists()
    assert ran.err.startswith("not confirmed by a running platform: the platform of ")
    assert "`rlbot kill`" not in ran.err and "The kill file blocks trading" in ran.err
