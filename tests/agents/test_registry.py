"""Versions on disk: seen only when whole, checked when opened, deployed in one stroke."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from rlbot.agents.registry import CURRENT, MANIFEST, Manifest, ModelError, ModelRegistry, UnknownVersionError


def add(registry: ModelRegistry, content: bytes = b"arrays", *, agent: str = "ppo_stock") -> str:
    with registry.begin_version(agent) as draft:
        (draft.folder / "policy.npz").write_bytes(content)
        return draft.commit("ppo", 1_700_000_000_000_000_000, details={"seed": 1}).version


def rolled_back(registry: ModelRegistry, agent: str, version: str = "") -> Manifest:
    return registry.deploy(agent, registry.earlier(agent, version))


@pytest.fixture
def registry(tmp_path: Path) -> ModelRegistry:
    return ModelRegistry(tmp_path)


def test_versions_count_up_and_sort_by_number(registry: ModelRegistry) -> None:
    names = [add(registry, str(k).encode()) for k in range(11)]
    assert names == registry.versions("ppo_stock") == [f"v{k}" for k in range(1, 12)]


def test_a_draft_that_is_not_committed_leaves_nothing(registry: ModelRegistry, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), registry.begin_version("ppo_stock") as draft:
        (draft.folder / "policy.npz").write_bytes(b"half")
        raise RuntimeError("power cut")
    assert registry.versions("ppo_stock") == [] and list((tmp_path / "ppo_stock").iterdir()) == []


def test_drafts_are_not_versions(registry: ModelRegistry) -> None:
    with registry.begin_version("ppo_stock"), registry.begin_version("ppo_stock"):
        assert registry.versions("ppo_stock") == []


def test_two_drafts_committed_at_once_get_two_versions(registry: ModelRegistry) -> None:
    with registry.begin_version("a") as one, registry.begin_version("a") as two:
        (one.folder / "policy.npz").write_bytes(b"1")
        (two.folder / "policy.npz").write_bytes(b"2")
        assert {one.commit("ppo", 1).version, two.commit("ppo", 1).version} == {"v1", "v2"}


def test_what_was_written_is_what_is_opened(registry: ModelRegistry) -> None:
    add(registry)
    folder, manifest = registry.open("ppo_stock", "v1")
    assert (folder / "policy.npz").read_bytes() == b"arrays"
    assert manifest.version == "v1" and manifest.details == {"seed": 1} and set(manifest.files) == {"policy.npz"}


def test_a_changed_file_is_refused_with_the_way_out(registry: ModelRegistry) -> None:
    add(registry)
    add(registry)
    (registry.path("ppo_stock", "v2") / "policy.npz").write_bytes(b"tampered")
    with pytest.raises(
        ModelError, match=r"v2/policy\.npz is not the file that was trained\. Run `rlbot rollback ppo_stock v1`"
    ):
        registry.open("ppo_stock", "v2")


def test_a_missing_file_is_refused(registry: ModelRegistry) -> None:
    add(registry)
    (registry.path("ppo_stock", "v1") / "policy.npz").unlink()
    with pytest.raises(ModelError, match=r"is missing\. Run `rlbot train ppo_stock`"):
        registry.open("ppo_stock", "v1")


def test_a_gate_is_passed_failed_or_was_never_asked_and_nothing_else_is_read(registry: ModelRegistry) -> None:
    add(registry)
    path = registry.path("ppo_stock", "v1") / MANIFEST
    written = json.loads(path.read_text())
    for gate, proven in (("passed", True), ("failed", False), ("none", False)):
        path.write_text(json.dumps(written | {"gate": gate}))
        assert registry.manifest("ppo_stock", "v1").proven is proven
    old = {name: value for name, value in written.items() if name != "gate"} | {"proven": True}
    path.write_text(json.dumps(old))
    assert registry.manifest("ppo_stock", "v1").gate == "none", "before there was a gate nothing passed it"
    for nonsense in ("PASSED", "", None, True, 1):
        path.write_text(json.dumps(written | {"gate": nonsense}))
        with pytest.raises(ModelError, match=r"manifest\.json is damaged"):
            registry.manifest("ppo_stock", "v1")


@pytest.mark.parametrize("content", [b"", b"{", b'{"agent_id": 3}', b"\xff\xfe"])
def test_a_damaged_manifest_is_one_sentence(registry: ModelRegistry, content: bytes) -> None:
    add(registry)
    (registry.path("ppo_stock", "v1") / MANIFEST).write_bytes(content)
    with pytest.raises(ModelError, match=r"manifest\.json is damaged"):
        registry.open("ppo_stock", "v1")


def test_deploy_and_rollback_name_the_current_version(registry: ModelRegistry) -> None:
    for _ in range(3):
        add(registry)
    assert registry.current("ppo_stock") is None
    registry.deploy("ppo_stock", "v1")
    registry.deploy("ppo_stock", "v3")
    assert registry.current("ppo_stock") == "v3"
    assert rolled_back(registry, "ppo_stock").version == "v1" == registry.current("ppo_stock")
    assert rolled_back(registry, "ppo_stock", "v2").version == "v2"


def test_rollback_without_an_earlier_version_says_so(registry: ModelRegistry) -> None:
    add(registry)
    registry.deploy("ppo_stock", "v1")
    with pytest.raises(ModelError, match="no earlier version"):
        rolled_back(registry, "ppo_stock")
    with pytest.raises(UnknownVersionError, match="no version v9; there are: v1"):
        rolled_back(registry, "ppo_stock", "v9")


def test_a_version_that_cannot_be_opened_is_not_deployed(registry: ModelRegistry) -> None:
    add(registry)
    add(registry)
    registry.deploy("ppo_stock", "v1")
    (registry.path("ppo_stock", "v2") / "policy.npz").write_bytes(b"tampered")
    with pytest.raises(ModelError):
        registry.deploy("ppo_stock", "v2")
    assert registry.current("ppo_stock") == "v1"


@pytest.mark.parametrize("content", [b"", b"v7\n", b"../../etc\n", b"\xff\xfe"])
def test_a_damaged_current_is_one_sentence(registry: ModelRegistry, tmp_path: Path, content: bytes) -> None:
    add(registry)
    (tmp_path / "ppo_stock" / CURRENT).write_bytes(content)
    with pytest.raises(ModelError, match=r"current names no version\. Run `rlbot rollback ppo_stock v1`"):
        registry.current("ppo_stock")
    assert rolled_back(registry, "ppo_stock", "v1").version == registry.current("ppo_stock") == "v1"


def test_a_full_disk_leaves_the_deployed_version(registry: ModelRegistry, monkeypatch: pytest.MonkeyPatch) -> None:
    add(registry)
    add(registry)
    registry.deploy("ppo_stock", "v1")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("rlbot.agents.registry.os.fsync", full)
    with pytest.raises(ModelError, match=r"No space left on device\)\. Free the place and deploy v2 again"):
        registry.deploy("ppo_stock", "v2")
    monkeypatch.undo()
    assert registry.current("ppo_stock") == "v1"
    assert sorted(p.name for p in registry.path("ppo_stock", "v1").parent.iterdir()) == [CURRENT, "v1", "v2"]


def test_the_draft_of_a_killed_training_goes_with_the_next_one_that_of_a_running_one_stays(registry: ModelRegistry) -> None:
    home = registry.folder / "ppo_stock"
    gone, running = home / ".draft-999999999-0", home / f".draft-{os.getppid()}-0"
    for folder in (gone, running):
        folder.mkdir(parents=True)
    add(registry)
    assert not gone.exists() and running.exists()
