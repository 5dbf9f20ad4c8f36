"""What our end remembers across starts lies in a file of its owner's alone."""

from __future__ import annotations

from pathlib import Path

from rlbot.bridge.memory import BridgeMemory


def test_it_is_found_again_and_nobody_else_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "bridge.json"
    memory = BridgeMemory(path)
    memory.keep(epoch=7, account="DU1234567")
    assert memory.store() == ""
    assert (BridgeMemory(path).now.epoch, BridgeMemory(path).now.account) == (7, "DU1234567")
    assert path.stat().st_mode & 0o777 == 0o600
