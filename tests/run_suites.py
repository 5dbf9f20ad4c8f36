"""Runs every suite and closes with one line: `N passed, N failed`. What is absent is skipped with the reason."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

from tests.dotnet_suite import csharp_suite
from tests.tally import Tally, say

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


def web_suite(out: Path, _: list[str]) -> Tally:
    """vitest, types and lint, with the Node that built the dashboard."""
    from rlbot.app.web_build import node_environment

    if not (ROOT / "web" / "node_modules").is_dir():
        say("web: skipped, node_modules is not installed (run `make web`)")
        return Tally(0, 0, 1)
    environment = node_environment()
    if environment is None:
        say("web: skipped, there is no Node 20+ (install Node, or `make web` once with a network)")
        return Tally(0, 0, 1)
    npx = shutil.which("npx", path=environment["PATH"]) or "npx"
    report = out / "vitest.json"

    def run(arguments: list[str]) -> int:
        command = [npx, "--no-install", *arguments]
        return subprocess.run(command, cwd=ROOT / "web", env=environment, check=False).returncode

    types = run(["tsc", "-b"])
    lint = run(["oxlint", "--quiet"])
    run(["vitest", "run", "--reporter=json", f"--outputFile={report}"])
    failed = (types != 0) + (lint != 0)
    passed = 2 - failed
    if not report.is_file():
        return Tally(passed, failed + 1, 0)
    counts = json.loads(report.read_text())
    if counts["numFailedTests"] or not counts["success"]:
        for file in counts["testResults"]:
            for case in file["assertionResults"]:
                if case["status"] == "failed":
                    say(f"web: {case['fullName']}\n  " + "\n  ".join(case["failureMessages"])[:2000])
    broken = max(counts["numFailedTests"], 0 if counts["success"] else 1)
    return Tally(passed + counts["numPassedTests"], failed + broken, counts["numPendingTests"])


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
