"""Runs every suite and closes with one line: `N passed, N failed`. What is absent is skipped with the reason."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

from tests.dotnet_suite import csharp_suite
from tests.tally import Tally, say
from tests.web_suite import web_suite

ROOT = Path(__file__).resolve().parents[1]


def junit(path: Path, status: int) -> Tally:
    """Counts from a JUnit file."""
    if not path.is_file():
        return Tally(0, 1, 0)
    total = failed = skipped = 0
    for suite in ElementTree.parse(path).getroot().iter("testsuite"):
        total += int(suite.get("tests", 0))
        failed += int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        skipped += int(suite.get("skipped", 0))
    if status != 0 and failed == 0:
        failed = 1
    return Tally(total - failed - skipped, failed, skipped)


def python_suite(out: Path, extra: list[str]) -> Tally:
    """pytest, in parallel."""
    workers = str(max(2, os.cpu_count() or 2))
    report = out / "pytest.xml"
    command = [sys.executable, "-m", "pytest", "-n", workers, "--dist", "worksteal", "-rs", f"--junit-xml={report}", *extra]
    return junit(report, subprocess.run(command, cwd=ROOT, check=False).returncode)


def checks(_: Path, __: list[str]) -> Tally:
    """Format, lint, types, imports: one count each."""
    bin_ = Path(sys.executable).parent
    commands = [
        [str(bin_ / "ruff"), "format", "--check", "-q", "rlbot", "tests", "benchmarks"],
        [str(bin_ / "ruff"), "check", "-q", "rlbot", "tests", "benchmarks"],
        [str(bin_ / "mypy"), "--no-error-summary"],
        [str(bin_ / "lint-imports")],
    ]
    failed = 0
    for command in commands:
        done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
        if done.returncode != 0:
            failed += 1
            say(f"{Path(command[0]).name} {' '.join(command[1:3])}: failed\n{done.stdout}{done.stderr}")
    return Tally(len(commands) - failed, failed, 0)


def main(arguments: list[str]) -> int:
    """Run all; 0 only when nothing failed and something ran."""
    # The bridge before Python: whole-chain tests start what it publishes.
    suites = {"checks": checks, "bridge": csharp_suite, "python": python_suite, "web": web_suite}
    total = Tally(0, 0, 0)
    with tempfile.TemporaryDirectory() as folder:
        for name, suite in suites.items():
            counted = suite(Path(folder), arguments)
            say(f"{name}: {counted.passed} passed, {counted.failed} failed, {counted.skipped} skipped")
            total += counted
    say(f"{total.passed} passed, {total.failed} failed, {total.skipped} skipped")
    return 0 if total.failed == 0 and total.passed > 0 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
