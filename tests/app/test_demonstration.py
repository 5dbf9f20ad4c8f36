"""A demonstration says where it is asked and that it begins anew; every other start goes on."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from rlbot.app.demonstration import how_it_ended, how_to_ask


@pytest.mark.parametrize("name", ["demo-paper", "a demo's home"])
def test_the_command_that_asks_it_names_its_home_also_one_with_spaces(tmp_path: Path, name: str) -> None:
    command = how_to_ask(tmp_path / name).split("`")[1]
    assert shlex.split(command) == ["rlbot", "--home", str(tmp_path / name), "status"]


def test_a_home_below_where_one_stands_is_named_from_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "`rlbot --home .cache/demo-paper status`" in how_to_ask(tmp_path / ".cache" / "demo-paper")


@pytest.mark.parametrize(
    ("ended", "demonstration", "told"),
    [
        (True, False, "the feed is exhausted"),
        (False, False, "stopped; the same command goes on from here"),
        (False, True, "stopped; a demonstration begins anew each time"),
    ],
)
def test_only_what_can_go_on_is_said_to_go_on(ended: bool, demonstration: bool, told: str) -> None:
    assert how_it_ended(ended, demonstration=demonstration) == told
