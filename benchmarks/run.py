"""Runs every benchmark as a process of its own and passes its lines through: `make bench`.

python -m benchmarks.run [NAME ...]     such as: bus env; without names all of them
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def names(wanted: list[str]) -> list[str]:
    """Modules to run, in order of name; an unknown name ends with a sentence that lists those there are."""
    known = sorted(path.stem for path in HERE.glob("bench_*.py"))
    chosen = [f"bench_{name.removeprefix('bench_')}" for name in wanted] or known
    unknown = [name for name in chosen if name not in known]
    if unknown:
        raise SystemExit(f"there is no {unknown[0]}; there are: {', '.join(known)}")
    return chosen


def main(arguments: list[str]) -> int:
    """1 if a benchmark failed."""
    failed = []
    for name in names(arguments):
        print(f"# python -m benchmarks.{name}", flush=True)
        if subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], cwd=HERE.parent, check=False).returncode != 0:
            failed.append(name)
    if failed:
        print(f"# failed: {', '.join(failed)}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
