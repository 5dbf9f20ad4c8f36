"""A demonstration deletes its home at each start: only what it made itself, and what is not there."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from rlbot.app import demo_paper
from rlbot.app.demo_paper import make_home
from rlbot.app.failure import WRONG_USE, CommandError
from rlbot.app.home import Home


def test_a_folder_with_something_of_anybody_elses_is_refused_and_nothing_in_it_changes(tmp_path: Path) -> None:
    mine = tmp_path / "thesis.txt"
    mine.write_text("years of work")
    with pytest.raises(
        CommandError, match=r"was not made by a demonstration.*empty it yourself, or choose another with --home"
    ) as refused:
        make_home(tmp_path, 4002)
    assert refused.value.status == WRONG_USE
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("thesis.txt", "years of work")]


def test_a_platforms_own_home_is_refused(tmp_path: Path) -> None:
    with Home(tmp_path).running("paper"):
        pass
    with pytest.raises(CommandError, match="was not made by a demonstration"):
        make_home(tmp_path, 4002)
    assert Home(tmp_path).checkpoints.is_dir()


def test_a_file_in_its_place_is_refused(tmp_path: Path) -> None:
    (there := tmp_path / "demo").write_text("mine")
    with pytest.raises(CommandError, match="was not made by a demonstration"):
        make_home(there, 4002)
    assert there.read_text() == "mine"


@pytest.mark.parametrize("name", ["", "not/yet/there"])
def test_an_empty_or_absent_folder_is_taken_and_its_own_is_made_anew(tmp_path: Path, name: str) -> None:
    home = tmp_path / name
    for port in (4001, 4002):
        make_home(home, port)
        assert f"gateway_port = {port}" in (home / "configs" / "rlbot.toml").read_text()
        (home / "of_this_run").touch()
    make_home(home, 4003)
    assert not (home / "of_this_run").exists()


def test_a_link_stays_and_what_it_leads_to_is_made_anew(tmp_path: Path) -> None:
    (link := tmp_path / "demo").symlink_to(tmp_path / "elsewhere")
    for port in (4001, 4002):
        make_home(link, port)
        assert link.is_symlink() and f"gateway_port = {port}" in (link / "configs" / "rlbot.toml").read_text()


def test_the_refusal_is_one_sentence_and_starts_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "thesis.txt").touch()

    def started(*_: object, **__: object) -> None:
        raise AssertionError("a process was started")

    monkeypatch.setattr(subprocess, "Popen", started)
    monkeypatch.setattr("sys.argv", ["demo_paper", "--home", str(tmp_path)])
    assert demo_paper.main() == WRONG_USE
    said = capfd.readouterr()
    assert (said.out, len(said.err.splitlines())) == ("", 1)
