"""Every benchmark, one after the other, each in a process of its own; a table at the end.

    python -m benchmarks.run [NAME ...] [--write FILE]

NAME: `bus`, `backtest`, …; without any, all that lie here. What a benchmark prints is passed through as it comes; `--write`
keeps every line in FILE as JSON. Figures belong to the machine they were taken on, so none are kept with the project.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
PREFIX = "bench_"
TITLES = ("bench", "case", "agent", "kind")  # what a line is about, before its figures
WIDTH = 118


def names() -> list[str]:
    """All benchmarks, by their files."""
    return sorted(path.stem.removeprefix(PREFIX) for path in HERE.glob(f"{PREFIX}*.py"))


def run(name: str) -> tuple[list[dict[str, Any]], int]:
    """Its lines and its exit status."""
    lines: list[dict[str, Any]] = []
    command = [sys.executable, "-m", f"benchmarks.{PREFIX}{name}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=HERE.parent) as child:
        for line in child.stdout or ():
            print(line, end="", flush=True)
            if line.startswith("{"):
                lines.append(json.loads(line))
    return lines, child.returncode


def table(found: dict[str, list[dict[str, Any]]]) -> None:
    """One row a line: what it is about, then its figures, wrapped."""
    print()
    for name, lines in found.items():
        print(f"{name}")
        for line in lines:
            title = " ".join(str(line[key]) for key in TITLES[1:] if key in line)
            row, indent = f"  {title:<36} " if title else "  ", " " * 39
            for key, value in line.items():
                if key in TITLES:
                    continue
                cell = f"{key}={_shown(value)}  "
                if len(row) + len(cell) > WIDTH:
                    print(row.rstrip())
                    row = indent
                row += cell
            print(row.rstrip())


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} {_shown(one)}" for key, one in value.items()) + "}"
    return f"{value:,}" if isinstance(value, (int, float)) and not isinstance(value, bool) else str(value)


def main() -> int:
    """Run what was asked for; 1 if any of it failed."""
    parser = argparse.ArgumentParser(description="rlbot's benchmarks")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(names())}")
    parser.add_argument("--write", type=Path, metavar="FILE", help="keep every line here, as JSON")
    chosen = parser.parse_args()
    unknown = sorted(set(chosen.names) - set(names()))
    if unknown:
        parser.error(f"there is no benchmark {', '.join(unknown)}; there are {', '.join(names())}")
    found: dict[str, list[dict[str, Any]]] = {}
    failed: list[str] = []
    for name in chosen.names or names():
        began = time.perf_counter()
        print(f"== {name}", flush=True)
        found[name], status = run(name)
        print(f"== {name}: {time.perf_counter() - began:.0f} s", flush=True)
        if status:
            failed.append(name)
    table(found)
    if chosen.write:
        chosen.write.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    for name in failed:
        print(f"benchmark {name} failed: python -m benchmarks.{PREFIX}{name} shows why", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
