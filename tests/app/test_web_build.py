"""Which Node may build the dashboard."""

from __future__ import annotations

from pathlib import Path

import pytest

from rlbot.app.web_build import OLDEST_NODE, node_version


def path_with_node(folder: Path, told: str) -> str:
    """A PATH on which `node` says this."""
    node = folder / "node"
    node.write_text(f"#!/bin/sh\necho '{told}'\n", encoding="utf-8")
    node.chmod(0o755)
    return str(folder)


@pytest.mark.parametrize("told", ["v20.19.0", "v20.19.5", "v22.12.0", "v24.1.0"])
def test_a_node_that_the_bundler_takes_builds_it(tmp_path: Path, told: str) -> None:
    assert node_version(path_with_node(tmp_path, told)) >= OLDEST_NODE


@pytest.mark.parametrize("told", ["v18.20.4", "v20.5.1", "v20.18.3", "v20", "", "no version"])
def test_an_older_node_is_no_node(tmp_path: Path, told: str) -> None:
    """Else `npm run build` fails on it, and the one from the package index is never asked for."""
    assert node_version(path_with_node(tmp_path, told)) < OLDEST_NODE


def test_without_node_there_is_none(tmp_path: Path) -> None:
    assert node_version(str(tmp_path)) == (0, 0)
