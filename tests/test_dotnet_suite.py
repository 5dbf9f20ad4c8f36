"""The counts of the bridge's suite: what dotnet wrote is counted as it is, and what it did not foresee is no success."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dotnet_suite import covered_lines, read_trx
from tests.tally import Tally

TRX = '<TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010"><Results>{}</Results></TestRun>'
CASE = (
    '<UnitTestResult testName="{0}" outcome="{1}"><Output><ErrorInfo><Message>{2}</Message>'
    "<StackTrace>at line 7</StackTrace></ErrorInfo></Output></UnitTestResult>"
)
COBERTURA = (
    "<coverage><sources><source>{}</source></sources>"
    '<packages><package name="{}"><classes>{}</classes></package></packages></coverage>'
)


def test_every_outcome_is_counted_and_failures_and_skips_say_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = tmp_path / "results.trx"
    cases = [
        ("a", "Passed", ""),
        ("b", "Failed", "1 is\n not 2"),
        ("c", "NotExecuted", "no broker"),
        ("d", "Timeout", "too long"),
    ]
    report.write_text(TRX.format("".join(CASE.format(*case) for case in cases)))

    assert read_trx(report, "Bridge.X.Tests") == Tally(passed=1, failed=2, skipped=1)

    said = capsys.readouterr().out
    assert "Bridge.X.Tests: FAILED b: 1 is not 2\nat line 7" in said
    assert "Bridge.X.Tests: skipped c: no broker" in said
    assert "FAILED d: too long" in said
    assert "a:" not in said.splitlines()[0]


def test_a_line_counts_once_and_is_covered_when_any_report_ran_it(tmp_path: Path) -> None:
    def report(name: str, package: str, hits: dict[int, int], root: str = "/src/", file: str = "Bridge.Core/Turn.cs") -> Path:
        lines = "".join(f'<line number="{number}" hits="{count}"/>' for number, count in hits.items())
        path = tmp_path / name
        path.write_text(COBERTURA.format(root, package, f'<class filename="{file}"><lines>{lines}</lines></class>'))
        return path

    reports = [
        report("1.xml", "Bridge.Core", {1: 1, 2: 0, 3: 0}),
        report("2.xml", "Bridge.Core", {2: 5, 3: 0}, root="/", file="src/Bridge.Core/Turn.cs"),
        report("4.xml", "Bridge.Core", {3: 0}, root="C:\\src\\Bridge.Core\\", file="Turn.cs"),
        report("3.xml", "Bridge.Host", {1: 0}),
    ]

    assert covered_lines(reports) == {"Bridge.Core": (2, 3), "Bridge.Host": (0, 1)}
