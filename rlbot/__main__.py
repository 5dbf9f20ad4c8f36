"""`python -m rlbot` and the `rlbot` command."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run one command and exit with its status."""
    # Products of a few kilobytes: waking BLAS threads for them costs milliseconds on a busy machine (a rationale takes one).
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from rlbot.app.cli import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
