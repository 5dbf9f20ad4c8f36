"""The size of the dashboard's first load: what index.html names is weighed as it travels, and too much is a failure."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from rlbot.app.web_build import node_environment
from tests.tally import Tally
from tests.web_suite import weighed

PAGE = '<script src="./assets/index.js"></script><link rel="stylesheet" href="./assets/index.css">'


@pytest.fixture(scope="module")
def node() -> dict[str, str]:
    found = node_environment()
    if found is None:
        pytest.skip("there is no Node 20+ on PATH; the dashboard's size is not weighed")
    return found


def built(folder: Path, script: bytes, style: bytes = b"a{}", later: bytes = b"") -> Path:
    (folder / "assets").mkdir()
    (folder / "index.html").write_text(PAGE, encoding="utf-8")
    for name, content in (("index.js", script), ("index.css", style), ("later.js", later)):
        (folder / "assets" / name).write_bytes(content)
    return folder


def test_a_small_load_passes_and_what_loads_later_is_not_counted(tmp_path: Path, node: dict[str, str]) -> None:
    assert weighed(built(tmp_path, b"1" * 900_000, later=os.urandom(400_000)), node) == Tally(1, 0, 0)


@pytest.mark.parametrize(("script", "style"), [(210_000, 10), (10, 16_000)])
def test_too_much_script_or_style_is_a_failure_that_says_how_much(
    tmp_path: Path, node: dict[str, str], script: int, style: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert weighed(built(tmp_path, os.urandom(script), os.urandom(style)), node) == Tally(0, 1, 0)
    assert "kB gzipped" in capsys.readouterr().out


def test_a_dashboard_that_is_not_built_is_a_skip_with_its_reason(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert weighed(tmp_path, {"PATH": ""}) == Tally(0, 0, 1)
    assert "make web" in capsys.readouterr().out
