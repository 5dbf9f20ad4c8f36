"""The bridge's own suite: dotnet test, its results counted case by case, and its line coverage."""

from __future__ import annotations

import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.etree import ElementTree

from tests.tally import Tally, say

ROOT = Path(__file__).resolve().parents[1]
SOLUTION = ROOT / "bridge_csharp" / "Bridge.slnx"
TRX = "{http://microsoft.com/schemas/VisualStudio/TeamTest/2010}"
# The decisions hold money; the rest moves bytes and is partly native or the process itself.
CORE = "Bridge.Core"
WANTED_OF_CORE, WANTED_OF_REST = 0.95, 0.85


def csharp_suite(out: Path, _: list[str]) -> Tally:
    """Build, test and measure the bridge; without a .NET SDK one skip that says so."""
    if not SOLUTION.is_file():
        say("bridge: no C# bridge in this version")
        return Tally(0, 0, 0)
    if shutil.which("dotnet") is None:
        say("bridge: skipped, there is no .NET SDK on PATH (install the .NET 10 SDK to run the bridge and its tests)")
        return Tally(0, 0, 1)
    built = _dotnet("build", str(SOLUTION), "-v", "q", "--nologo")
    if built.returncode != 0:
        say(f"bridge: does not build\n{built.stdout[-4000:]}{built.stderr[-2000:]}")
        return Tally(0, 1, 0)
    projects = sorted((SOLUTION.parent / "tests").glob("*/*.csproj"))
    with ThreadPoolExecutor(max_workers=2) as pool:
        tallies = list(pool.map(lambda project: _test(project, out / project.stem), projects))
    return sum(tallies, _style()) + _published() + _coverage(out)


def _dotnet(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["dotnet", *arguments], cwd=SOLUTION.parent, check=False, capture_output=True, text=True)


def _style() -> Tally:
    done = _dotnet("format", str(SOLUTION), "--verify-no-changes", "--no-restore", "-v", "q")
    if done.returncode != 0:
        say(f"bridge: dotnet format would change files\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return Tally(int(done.returncode == 0), int(done.returncode != 0), 0)


def _published() -> Tally:
    """As `make bridge` leaves it: what the Python suite starts in its whole-chain tests."""
    host, place = SOLUTION.parent / "src" / "Bridge.Host", SOLUTION.parent / "publish"
    done = _dotnet("publish", str(host), "-c", "Release", "-o", str(place), "-v", "q", "--nologo")
    if done.returncode != 0:
        say(f"bridge: cannot be published\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return Tally(int(done.returncode == 0), int(done.returncode != 0), 0)


def _test(project: Path, results: Path) -> Tally:
    """One project's tests. Its result file is the count: a run that left none is one failure."""
    settings = SOLUTION.parent / "coverage.runsettings"
    done = _dotnet(
        *("test", str(project), "--no-build", "-v", "q", "--nologo", "--results-directory", str(results)),
        *("--logger", "trx;LogFileName=results.trx", "--collect", "XPlat Code Coverage", "--settings", str(settings)),
    )
    report = results / "results.trx"
    if not report.is_file():
        say(f"{project.stem}: left no result\n{done.stdout[-3000:]}{done.stderr[-1000:]}")
        return Tally(0, 1, 0)
    tally = read_trx(report, project.stem)
    return tally + Tally(0, 1, 0) if done.returncode != 0 and tally.failed == 0 else tally


def read_trx(report: Path, project: str) -> Tally:
    """Counts of one result file; failures are printed with their message, skips with their reason."""
    counts = {"Passed": 0, "Failed": 0, "NotExecuted": 0}
    for case in ElementTree.parse(report).getroot().iter(f"{TRX}UnitTestResult"):
        outcome = case.get("outcome", "Failed")
        # An outcome nobody foresaw (Timeout, Aborted, …) is no success.
        counts[outcome if outcome in counts else "Failed"] += 1
        if outcome == "Passed":
            continue
        said = " ".join((case.findtext(f".//{TRX}Message") or case.findtext(f".//{TRX}StdOut") or "").split())
        trace = case.findtext(f".//{TRX}StackTrace") or ""
        word = "skipped" if outcome == "NotExecuted" else "FAILED"
        say(f"{project}: {word} {case.get('testName')}: {said[:1000]}" + (f"\n{trace[:1000]}" if trace else ""))
    return Tally(counts["Passed"], counts["Failed"], counts["NotExecuted"])


def covered_lines(reports: list[Path]) -> dict[str, tuple[int, int]]:
    """Assembly -> (lines some test ran, lines there are), over all reports together."""
    lines: dict[str, dict[tuple[str, int], bool]] = {}
    for report in reports:
        coverage = ElementTree.parse(report).getroot()
        root = coverage.findtext("sources/source") or ""
        for package in coverage.iter("package"):
            seen = lines.setdefault(package.get("name", ""), {})
            for kind in package.iter("class"):
                file = f"{root}/{kind.get('filename', '')}".replace("\\", "/").replace("//", "/")
                for line in kind.iterfind("./lines/line"):
                    # Reports of different projects root their paths differently: the last two parts name a file here.
                    key = ("/".join(file.split("/")[-2:]), int(line.get("number", 0)))
                    seen[key] = seen.get(key, False) or line.get("hits") != "0"
    return {name: (sum(seen.values()), len(seen)) for name, seen in lines.items() if seen}


def _coverage(out: Path) -> Tally:
    """Line coverage of the core and of the rest: each one count."""
    of = covered_lines(sorted(out.glob("*/*/coverage.cobertura.xml")))
    rest = [counted for name, counted in of.items() if name != CORE]
    parts = {
        CORE: (*of.get(CORE, (0, 0)), WANTED_OF_CORE),
        "the rest": (sum(hit for hit, _ in rest), sum(total for _, total in rest), WANTED_OF_REST),
    }
    tally = Tally(0, 0, 0)
    for name, (hit, total, wanted) in parts.items():
        share = hit / total if total else 0.0
        enough = share >= wanted
        say(f"bridge: line coverage of {name} {share:.1%} of {total} lines, at least {wanted:.0%} wanted")
        tally += Tally(int(enough), int(not enough), 0)
    return tally
