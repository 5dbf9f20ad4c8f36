"""What a crash leaves behind: a sentence for the user, its details on disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from rlbot.app.failure import report_crash


def test_the_details_of_a_crash_are_kept_for_their_owner_alone(tmp_path: Path) -> None:
    for text in ("first", "second"):
        said = report_crash(KeyError(text), tmp_path / "logs")
    kept = tmp_path / "logs" / "crash.txt"
    assert f"details in {kept}" in said and kept.stat().st_mode & 0o777 == 0o600
    assert kept.read_text().count("KeyError: ") == 2


def test_a_crash_where_nothing_can_be_written_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "logs").write_text("a file in the folder's place")
    assert "could not be written" in report_crash(KeyError("third"), tmp_path / "logs")
    assert "KeyError: 'third'" in capsys.readouterr().err
