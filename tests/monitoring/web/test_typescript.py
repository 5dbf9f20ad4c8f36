"""The browser's types are those of the structs."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec import inspect

from rlbot.monitoring.web.typescript import TARGET, Writer, main, typescript


def test_generated_file_is_up_to_date() -> None:
    assert TARGET.read_text(encoding="utf-8") == typescript(), "run `python -m rlbot.monitoring.web.typescript`"


def test_check_reports_drift_and_changes_nothing(tmp_path: Path) -> None:
    stale = tmp_path / "generated.ts"
    stale.write_text("// old\n", encoding="utf-8")
    assert main(["--check", str(stale)]) == 1
    assert stale.read_text(encoding="utf-8") == "// old\n"
    assert main([str(stale)]) == 0
    assert main(["--check", str(stale)]) == 0


def test_messages_are_discriminated_and_requests_have_optional_fields() -> None:
    text = typescript()
    assert 'type: "snap";' in text
    assert 'kind: "decision";' in text
    assert "export type ServerMessage = Snap | Resumed | Delta | Resync | Beat;" in text
    assert "role?: Role;" in text
    assert "token: string;" in text


def test_what_the_browser_cannot_know_is_refused() -> None:
    with pytest.raises(TypeError, match="no place in the contract"):
        Writer().expression(inspect.type_info(bytes))
