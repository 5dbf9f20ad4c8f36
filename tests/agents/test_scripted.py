"""Scripts: a row is one order at the first bar at or after it, then the shares stay; a broken file names its line."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from rlbot.agents.agent import Observation
from rlbot.agents.scripted import ScriptedAgent, ScriptError, read_script
from rlbot.clock import from_iso
from tests.agents.nets import made


def script(folder: Path, text: str) -> Path:
    path = folder / "orders.csv"
    path.write_text(text, encoding="utf-8")
    return path


def at(stamp: str, weight: float = 0.0, *, exited: bool = False) -> Observation:
    return Observation(np.zeros(0, np.float32), (), weight, from_iso(stamp), 100.0, exited)


def agent(folder: Path, text: str) -> ScriptedAgent:
    return ScriptedAgent(read_script(script(folder, text)), "orders.csv")


def test_a_row_is_one_order_then_the_shares_stay(tmp_path: Path) -> None:
    one = agent(tmp_path, "timestamp,target_weight\n2024-03-01,0.5\n")
    before, asked, after = (
        one.decide(at(day, weight)) for day, weight in (("2024-02-29", 0.0), ("2024-03-01", 0.0), ("2024-03-04", 0.6))
    )
    assert before.hold_shares and not asked.hold_shares and asked.target_weight == 0.5
    assert after.hold_shares and after.target_weight == 0.6


def test_a_row_between_bars_applies_at_the_next_one(tmp_path: Path) -> None:
    one = agent(tmp_path, "timestamp,target_weight\n2024-03-02T12:00:00Z,0.5\n")
    assert one.decide(at("2024-03-01")).hold_shares
    assert one.decide(at("2024-03-04")).target_weight == 0.5


def test_of_several_rows_due_at_one_bar_the_last_counts(tmp_path: Path) -> None:
    one = agent(tmp_path, "timestamp,target_weight\n2024-03-01,0.5\n2024-03-02,-0.25\n")
    assert one.decide(at("2024-03-04")).target_weight == -0.25
    assert one.decide(at("2024-03-05")).hold_shares


def test_after_a_protective_exit_it_stays_flat_until_the_next_row(tmp_path: Path) -> None:
    one = agent(tmp_path, "timestamp,target_weight\n2024-03-01,0.5\n2024-03-06,1\n")
    one.decide(at("2024-03-01"))
    assert one.decide(at("2024-03-04", 0.0, exited=True)) == one.decide(at("2024-03-05", 0.0))
    assert one.decide(at("2024-03-05", 0.0)).target_weight == 0.0
    assert one.decide(at("2024-03-06", 0.0)).target_weight == 1.0


def test_an_empty_script_never_trades(tmp_path: Path) -> None:
    assert agent(tmp_path, "timestamp,target_weight\n").decide(at("2024-03-01")).hold_shares


def test_the_sentence_names_row_and_file_also_later(tmp_path: Path) -> None:
    one = agent(tmp_path, "timestamp,target_weight\n2024-03-01,0.5\n2024-03-05,1\n")
    first = made(0.5, at("2024-03-01"))
    one.decide(at("2024-03-01"))
    one.decide(at("2024-03-05"))
    assert one.sentence(first) == "Row 2024-03-01 of orders.csv asks for 50\N{THIN SPACE}%."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "line 1: expected the header"),
        ("date,weight\n2024-03-01,0.5\n", "line 1: expected the header `timestamp,target_weight`, found `date,weight`"),
        ("timestamp,target_weight\n2024-03-01\n", "line 2: expected `timestamp,target_weight`"),
        ("timestamp,target_weight\nMarch,0.5\n", "line 2: `March` is no timestamp"),
        ("timestamp,target_weight\n2024-03-01,half\n", "line 2: `half` is no target weight"),
        ("timestamp,target_weight\n2024-03-01,nan\n", "line 2: `nan` is no target weight"),
        ("timestamp,target_weight\n2024-03-01,50\n", "line 2: `50` is no target weight"),
        ("timestamp,target_weight\n2024-03-01,0\n\n2024-02-01,1\n", "line 4: 2024-02-01 does not come after 2024-03-01"),
        ("timestamp,target_weight\n2024-03-01,0\n2024-03-01,1\n", "line 3: 2024-03-01 does not come after"),
    ],
)
def test_a_broken_file_names_line_and_what_was_expected(tmp_path: Path, text: str, expected: str) -> None:
    with pytest.raises(ScriptError) as error:
        read_script(script(tmp_path, text))
    assert expected in str(error.value) and "orders.csv" in str(error.value)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes(b"\xff\xfe\x00PK\x03\x04")
    with pytest.raises(ScriptError, match="cannot be read as CSV"):
        read_script(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ScriptError, match="does not exist"):
        read_script(tmp_path / "none.csv")


def test_a_spreadsheet_that_marks_its_text_as_utf_8_is_read(tmp_path: Path) -> None:
    assert len(read_script(script(tmp_path, "\ufefftimestamp,target_weight\r\n2024-03-01,0.5\r\n"))) == 1
