"""The dashboard's own suite: vitest, types, lint and the size of its first load, with the Node that built it."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

from rlbot.app.web_build import node_environment
from tests.tally import Tally, say

WEB = Path(__file__).resolve().parents[1] / "web"
BUDGET = WEB / "scripts" / "check-budget.mjs"


def web_suite(out: Path, _: list[str]) -> Tally:
    """Everything, counted; one skip with its reason where there is no Node or nothing is installed."""
    if not (WEB / "node_modules").is_dir():
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
        return subprocess.run(command, cwd=WEB, env=environment, check=False).returncode

    checked = [run(["tsc", "-b"]), run(["oxlint", "--quiet"])]
    run(["vitest", "run", "--reporter=json", f"--outputFile={report}"])
    return sum((_counted(status) for status in checked), _cases(report)) + weighed(WEB / "dist", environment)


def weighed(dist: Path, environment: dict[str, str]) -> Tally:
    """What a first visit loads, held to its budget."""
    if not (dist / "index.html").is_file():
        say("web: the size is skipped, the dashboard is not built (run `make web`)")
        return Tally(0, 0, 1)
    node = shutil.which("node", path=environment["PATH"]) or "node"
    command = [node, str(BUDGET), str(dist)]
    done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
    if done.returncode != 0:
        say(f"web: {done.stdout}{done.stderr}")
    return _counted(done.returncode)


def _counted(status: int) -> Tally:
    return Tally(int(status == 0), int(status != 0), 0)


def _cases(report: Path) -> Tally:
    if not report.is_file():
        return Tally(0, 1, 0)
    counts = json.loads(report.read_text())
    if counts["numFailedTests"] or not counts["success"]:
        for file in counts["testResults"]:
            for case in file["assertionResults"]:
                if case["status"] == "failed":
                    say(f"web: {case['fullName']}\n  " + "\n  ".join(case["failureMessages"])[:2000])
    broken = max(counts["numFailedTests"], 0 if counts["success"] else 1)
    return Tally(counts["numPassedTests"], broken, counts["numPendingTests"])
