"""Rules of the house that no linter knows, each with its reason."""

from __future__ import annotations

import re
import statistics
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "rlbot"
SOURCES = sorted(p for folder in ("rlbot", "tests", "benchmarks") for p in (ROOT / folder).rglob("*.py"))
GENERATED = {"generated.ts"}


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_file_is_longer_than_300_lines() -> None:
    """Beyond that nobody reads a file from top to bottom."""
    web = [p for p in (ROOT / "web" / "src").rglob("*.ts*") if p.name not in GENERATED]
    long = {str(p.relative_to(ROOT)): lines(p) for p in [*SOURCES, *web] if lines(p) > 300}
    assert not long, f"split these by idea: {long}"


def test_the_median_file_is_under_100_lines() -> None:
    """Small files, one idea each."""
    sizes = [lines(p) for p in PACKAGE.rglob("*.py") if p.name != "__init__.py"]
    assert statistics.median(sizes) < 100, f"median {statistics.median(sizes)} lines"


def test_benchmarks_stand_without_the_tests() -> None:
    """Else a change to a test's fixture changes a figure. Two drive the whole chain, which only the fault tests can set up."""
    chain = {"bench_bridge.py", "bench_soak.py"}
    benches = [path for path in (ROOT / "benchmarks").glob("*.py") if path.name not in chain]
    leaning = [path.name for path in benches if re.search(r"^\s*(from|import) tests\b", path.read_text(encoding="utf-8"), re.M)]
    assert not leaning, f"give these what they need in benchmarks/: {leaning}"


def test_every_room_has_a_card_on_its_door() -> None:
    """A card says what the room is for, what it may import, how to add one, and what never happens in it."""
    for room in sorted(p.parent for p in PACKAGE.glob("*/__init__.py")):
        card = (room / "__init__.py").read_text(encoding="utf-8")
        for part in ("May import", "To add", "Never"):
            assert part in card, f"{room.name}/__init__.py has no '{part}'"


def test_no_module_reaches_itself_by_its_imports() -> None:
    """Neither of two modules in a circle can be read, moved or tested without the other. Imports inside functions count."""
    graph = grimp.build_graph("rlbot", exclude_type_checking_imports=True, cache_dir=None)
    imported = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    try:
        TopologicalSorter(imported).prepare()
    except CycleError as error:
        pytest.fail(f"dissolve the circle {' <- '.join(error.args[1])}")


def test_what_the_type_checker_overlooks_is_named_and_explained() -> None:
    """`# type: ignore[code]  # why`: a reader must be able to judge it, and to take it out once the reason is gone."""
    bare = re.compile(r"# type: ignore(?!\[[a-z, -]+\]  # \S)")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for folder in (PACKAGE, ROOT / "benchmarks")
        for path in sorted(folder.rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if bare.search(line)
    ]
    assert not found, f"say which error, and why it is none: {found}"


def test_only_the_risk_gate_approves_orders() -> None:
    """The type proves the check: a broker takes an OrderApproved, so nobody else may make one."""
    makers = {
        str(p.relative_to(PACKAGE))
        for p in PACKAGE.rglob("*.py")
        if re.search(r"(?<!class )\bOrderApproved\(", p.read_text(encoding="utf-8"))
    }
    assert all(m.startswith("risk/") for m in makers), f"OrderApproved made outside risk/: {makers}"


def test_no_room_is_named_for_nothing() -> None:
    """`utils` is where ideas go to be forgotten."""
    names = {"utils", "helpers", "manager", "common", "misc"}
    found = [p for p in PACKAGE.rglob("*") if p.stem in names]
    assert not found, f"name it for what it does: {found}"


def test_the_project_names_no_machine_and_no_registry() -> None:
    """What is committed must mean the same on every machine."""
    pattern = re.compile(r"/work/|/root/|registry\.npmjs\.org|pypi\.org/simple|deb\.debian\.org|api\.nuget\.org")
    at_the_root = [p for p in ROOT.iterdir() if p.suffix in {"", ".md", ".toml", ".lock"} and p.name != ".git"]
    folders = {
        ".ci": "*",
        ".github": "*.yml",
        "configs": "*.toml",
        "docs": "*.md",
        "web/src": "*.ts*",
        "bridge_csharp/src": "*.cs",
    }
    inside = [p for folder, wanted in folders.items() for p in (ROOT / folder).rglob(wanted)]
    files = [*SOURCES, *at_the_root, *inside, ROOT / "web" / "package-lock.json"]
    found = [
        str(p.relative_to(ROOT))
        for p in files
        if p.is_file() and p != Path(__file__).resolve() and pattern.search(p.read_text(encoding="utf-8"))
    ]
    assert not found, f"remove the machine's paths and registry hosts from {found}"
