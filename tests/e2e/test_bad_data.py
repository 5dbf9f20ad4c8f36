"""Broken bars and broken scripts: one sentence that names the file and what to do, the right status, nothing left behind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.house import make_home, rlbot
from tests.e2e.worlds import HEAD, days, walk, write

HOLD = 'algorithm = "hold"\nsymbol = "AAPL"\n[features]\nnames = ["price"]\n'
SCRIPTED = HOLD.replace('"hold"', '"scripted"').replace("[features]", 'decisions = "orders.csv"\n[features]')
BARS = walk(days(300), 1)
Lines = Callable[[list[str]], list[str]]
PLAYED = ("--from", "2020-06-01", "--speed", "max", "--exit-at-end", "--no-web", "--json")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    write(tmp_path / "market", "AAPL_1d.csv", BARS)
    return make_home(tmp_path, {"keep": HOLD})


def replaced(line: int, text: str) -> Lines:
    return lambda lines: [*lines[:line], text, *lines[line + 1 :]]


FATAL: dict[str, tuple[Lines, str]] = {
    "another header": (replaced(0, "date,o,h,l,c,v"), "header"),
    "text in a number": (replaced(150, BARS[149].stamp + ",1,abc,1,1,5"), "line 151"),
    "a date in the year 9999": (replaced(150, "9999-12-31,1,1,1,1,5"), "line 151"),
    "no date": (replaced(150, "soon,1,1,1,1,5"), "line 151"),
    "a truncated last line": (lambda lines: [*lines[:-1], lines[-1][:30]], "line 301"),
    "nothing at all": (lambda lines: [], "empty"),
    "a header alone": (lambda lines: lines[:1], "no rows"),
    "newest first": (lambda lines: lines[:1] + lines[:0:-1], "not sorted"),
    "zero bytes": (replaced(150, "\0" * 40), "line 151"),
}


def broken(home: Path, change: Lines) -> None:
    path = home / "market" / "AAPL_1d.csv"
    lines = change(path.read_text().splitlines())
    path.write_text("\n".join(lines) + "\n" if lines else "")


def one_sentence(err: str, *told: str) -> None:
    assert "Traceback" not in err and "unexpected" not in err
    assert len(err.strip().splitlines()) <= 2, err
    for word in told:
        assert word in err


@pytest.mark.parametrize("fault", FATAL)
def test_a_file_that_cannot_be_read_stops_every_command_and_leaves_nothing(home: Path, fault: str) -> None:
    change, told = FATAL[fault]
    broken(home, change)
    for words in (("backtest", "keep", "--json"), ("up", "--feed", "csv", *PLAYED)):
        ran = rlbot(home, *words, "--data", home / "market")
        assert (ran.status, ran.out) == (2, "")
        one_sentence(ran.err, "AAPL_1d.csv", told)
    journal = home / "checkpoints" / "journal.sqlite3"
    assert not journal.exists() and not (home / "logs").exists()


def test_text_that_is_not_utf8_names_the_file(home: Path) -> None:
    (home / "market" / "AAPL_1d.csv").write_bytes(HEAD.encode() + b"\n\xe9\xe8,1,1,1,1,1\n")
    ran = rlbot(home, "backtest", "keep", "--data", home / "market")
    assert ran.status == 2
    one_sentence(ran.err, "AAPL_1d.csv", "UTF-8")


def test_a_binary_file_is_not_quoted_at_length(home: Path) -> None:
    (home / "market" / "AAPL_1d.csv").write_bytes(b"x" * 50_000)
    ran = rlbot(home, "backtest", "keep", "--data", home / "market")
    assert ran.status == 2 and len(ran.err) < 500


@pytest.mark.parametrize(
    "row", ["nan,nan,nan,nan,5", ",,,,", "1,1,1,null,5", "inf,inf,inf,inf,5", "-1,-1,-1,-1,5", "5,1,9,5,5"]
)
@pytest.mark.parametrize("command", ["backtest", "up"])
def test_a_row_that_cannot_be_a_bar_is_left_out_and_told_of(home: Path, row: str, command: str) -> None:
    broken(home, replaced(200, f"{BARS[199].stamp},{row}"))
    words = ("backtest", "keep", "--json") if command == "backtest" else ("up", "--feed", "csv", *PLAYED)
    ran = rlbot(home, *words, "--data", home / "market")
    assert ran.status == 0
    one_sentence(ran.err.splitlines()[-1], "1 row of AAPL", "rlbot data check")


def test_rows_twice_and_out_of_order_are_left_out_and_told_of(home: Path) -> None:
    broken(home, lambda lines: [*lines[:100], lines[99], lines[101], lines[100], *lines[102:]])
    ran = rlbot(home, "backtest", "keep", "--json", "--data", home / "market")
    assert ran.status == 0 and ran.json["bars"] == 299
    assert "2 rows of AAPL" in ran.err
    checked = rlbot(home, "data", "check", "--data", home / "market", "--json")
    assert checked.status == 1
    assert sum(checked.json["datasets"][0]["faults"].values()) == 2


SCRIPTS = {
    "missing": None,
    "empty": "",
    "no header": "2020-02-03,0.5\n",
    "text": "timestamp,target_weight\n2020-02-03,half\n",
    "nan": "timestamp,target_weight\n2020-02-03,nan\n",
    "too much": "timestamp,target_weight\n2020-02-03,1.5\n",
    "backwards": "timestamp,target_weight\n2020-02-05,0.5\n2020-02-03,0.1\n",
    "twice": "timestamp,target_weight\n2020-02-05,0.5\n2020-02-05,0.1\n",
    "no date": "timestamp,target_weight\nsoon,0.1\n",
    "one cell": "timestamp,target_weight\n2020-02-05\n",
}


@pytest.mark.parametrize("fault", SCRIPTS)
def test_a_broken_script_stops_every_command(home: Path, fault: str) -> None:
    make_home(home, {"keep": SCRIPTED})
    text = SCRIPTS[fault]
    if text is not None:
        (home / "orders.csv").write_text(text)
    for words in (("backtest", "keep"), ("up", "--feed", "csv", *PLAYED)):
        ran = rlbot(home, *words, "--data", home / "market")
        assert ran.status == 2
        one_sentence(
            ran.err, "orders.csv", "target_weight" if fault in ("missing", "empty", "no header", "one cell") else "line"
        )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--from", "2023-01-01"), "it covers 2020-01-02 to 2021-03-11"),
        (("--from", "2020-10-03", "--to", "2020-10-04"), "no bars from 2020-10-03 to 2020-10-04"),
        (("--from", "2020-10-05", "--to", "2020-10-02"), "after"),
        (("--data", "nowhere"), "nowhere does not exist"),
    ],
)
def test_a_range_or_folder_that_holds_nothing(home: Path, words: tuple[str, ...], told: str) -> None:
    for command in (("backtest", "keep"), ("up", "--feed", "csv", "--speed", "max", "--exit-at-end", "--no-web")):
        ran = rlbot(home, *command, "--data", home / "market", *words)
        assert (ran.status, ran.out) == (2, "")
        one_sentence(ran.err, told)


def test_a_file_without_one_usable_bar_says_why(home: Path) -> None:
    broken(home, lambda lines: [line.replace("T00:00:00Z", "T05:00:00Z") for line in lines])
    ran = rlbot(home, "backtest", "keep", "--data", home / "market")
    assert ran.status == 1
    one_sentence(ran.err, "300 rows of AAPL", "300 off_grid", "rlbot data check")
    checked = rlbot(home, "data", "check", "--data", home / "market")
    assert checked.status == 1 and len(checked.err.splitlines()) == 22
    assert "AAPL_1d.csv: row 1 (" in checked.err and "and 280 more rows" in checked.err
    assert "300 off_grid: stamp a daily row with its session's date at 00:00Z" in checked.err


def test_a_file_of_which_nothing_was_refused_says_so(home: Path) -> None:
    checked = rlbot(home, "data", "check", "--data", home / "market")
    assert checked.status == 0
    head, row = checked.out.splitlines()
    assert head.split()[-3:] == ["good", "missing", "refused"] and row.split()[-3:] == ["300", "0", "0"]


def test_a_long_list_says_how_much_longer_it_is_and_can_be_had_whole(home: Path) -> None:
    broken(home, lambda lines: [line for k, line in enumerate(lines) if k % 4 or not k])
    cut, whole = (rlbot(home, "data", "check", "--data", home / "market", *words) for words in ((), ("--all",)))
    assert len(cut.err.splitlines()) == 21 and cut.err.endswith("AAPL_1d.csv: and 54 more gaps; --all lists them\n")
    assert len(whole.err.splitlines()) == 74 and "more" not in whole.err
    [document] = rlbot(home, "data", "check", "--data", home / "market", "--json").json["datasets"]
    assert (len(document["gaps"]), document["more_gaps"], document["missing"]) == (20, 54, 74)


def test_a_folder_without_series_says_so(home: Path) -> None:
    (home / "bare").mkdir()
    for words, status in ((("data", "list"), 0), (("data", "check"), 1), (("backtest", "keep"), 2)):
        ran = rlbot(home, *words, "--data", home / "bare")
        assert ran.status == status
        one_sentence(ran.err, "holds no file named SYMBOL_INTERVAL.csv")
    ran = rlbot(home, "data", "list", "--data", home / "market" / "AAPL_1d.csv")
    assert ran.status == 2
    one_sentence(ran.err, "is not a folder")
