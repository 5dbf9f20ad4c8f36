"""Changing keys keeps comments, refuses mistakes, and never leaves half a file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from rlbot.settings.agent import AgentSettings
from rlbot.settings.atomic_file import replace_file
from rlbot.settings.checks import Known
from rlbot.settings.loading import load
from rlbot.settings.platform import Settings
from rlbot.settings.presets import delete_preset, load_preset, preset_names, save_preset
from rlbot.settings.writing import change_agent, change_platform
from tests.settings.homes import AGENT, home_with


def agents_of(home: Path) -> tuple[AgentSettings, ...]:
    """Which must load."""
    settings = load(home)
    assert isinstance(settings, Settings), settings
    return settings.agents


def test_comments_and_order_survive_a_change(tmp_path: Path) -> None:
    home = home_with(tmp_path, x=AGENT)
    changed = change_agent(home, "x", {"limits.stop_loss": 0.2, "reward.drawdown_penalty": 1.5, "budget": 1000.0}, Known())
    assert isinstance(changed, AgentSettings) and changed.limits.stop_loss == 0.2
    text = (home / "configs/agents/x.toml").read_text(encoding="utf-8")
    assert text.startswith("# my agent\n") and "stop_loss = 0.2   # wide" in text
    assert agents_of(home) == (changed,)
    assert (changed.reward.drawdown_penalty, changed.budget) == (1.5, 1000.0)


def test_none_takes_a_key_out(tmp_path: Path) -> None:
    home = home_with(tmp_path, x=AGENT)
    changed = change_agent(home, "x", {"limits.stop_loss": None, "costs.impact": None}, Known())
    assert isinstance(changed, AgentSettings) and changed.limits.stop_loss is None
    assert "stop_loss" not in (home / "configs/agents/x.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("changes", [{"limits.stop_loss": 7}, {"limits.stoploss": 0.1}, {"symbol.x": 1}, {"budget": "5"}])
def test_a_mistake_changes_nothing(tmp_path: Path, changes: dict[str, object]) -> None:
    home = home_with(tmp_path, x=AGENT)
    refused = change_agent(home, "x", changes, Known())
    assert isinstance(refused, list) and len(refused) == 1
    assert (home / "configs/agents/x.toml").read_text(encoding="utf-8") == AGENT
    assert [path.name for path in (home / "configs/agents").iterdir()] == ["x.toml"]


def test_a_platform_file_is_made_where_there_is_none(tmp_path: Path) -> None:
    changed = change_platform(tmp_path, {"web.port": 9000})
    assert isinstance(changed, Settings) and changed.web.port == 9000
    assert load(tmp_path) == changed


def test_a_failed_write_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(b"old")

    def full(file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        replace_file(path, b"new")
    assert path.read_bytes() == b"old" and list(tmp_path.iterdir()) == [path]


def test_a_private_file_was_never_open_to_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at_first: list[int] = []
    chmod = os.fchmod

    def looks(fd: int, mode: int) -> None:
        at_first.append(os.fstat(fd).st_mode & 0o777)
        chmod(fd, mode)

    monkeypatch.setattr(os, "fchmod", looks)
    before = os.umask(0)
    try:
        replace_file(tmp_path / "password", b"secret", mode=0o600)
    finally:
        os.umask(before)
    assert at_first == [0o600] and (tmp_path / "password").stat().st_mode & 0o777 == 0o600


def test_a_preset_brings_back_what_it_kept(tmp_path: Path) -> None:
    home = home_with(tmp_path, a=AGENT, b=AGENT.replace("AAPL", "MSFT"))
    before = agents_of(home)
    assert save_preset(home, "calm", before) is None
    change_agent(home, "a", {"limits.stop_loss": 0.5, "limits.take_profit": 0.5, "costs.spread_bps": 9.0}, Known())
    loaded = load_preset(home, "calm", Known())
    assert tuple(loaded) == before == agents_of(home)
    assert "# my agent" in (home / "configs/agents/a.toml").read_text(encoding="utf-8")


def test_a_preset_with_one_mistake_changes_no_agent(tmp_path: Path) -> None:
    home = home_with(tmp_path, a=AGENT, b=AGENT.replace("AAPL", "MSFT"))
    (home / "configs/presets").mkdir()
    text = "[a.limits]\nstop_loss = 0.3\n[b.limits]\nstop_loss = 3\n[gone.limits]\nstop_loss = 0.1\n"
    (home / "configs/presets/odd.toml").write_text(text, encoding="utf-8")
    errors = load_preset(home, "odd", Known())
    assert len(errors) == 2
    assert (home / "configs/agents/a.toml").read_text(encoding="utf-8") == AGENT


def test_presets_are_listed_and_deleted(tmp_path: Path) -> None:
    home = home_with(tmp_path, a=AGENT)
    save_preset(home, "one", agents_of(home))
    assert preset_names(home) == ["one"]
    assert delete_preset(home, "one") is None
    assert preset_names(home) == []
    assert delete_preset(home, "one") is not None


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "A", "a/b", "x" * 41, "a\n"])
def test_a_preset_cannot_lie_elsewhere(tmp_path: Path, name: str) -> None:
    home = home_with(tmp_path, a=AGENT)
    assert save_preset(home, name, agents_of(home)) is not None
    assert delete_preset(home, name) is not None
    assert len(load_preset(home, name, Known())) == 1
