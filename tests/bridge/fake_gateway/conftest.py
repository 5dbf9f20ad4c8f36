"""Where `make clients` puts the real clients; behind everything else, so that they stand in nobody's way."""

from __future__ import annotations

import sys
from pathlib import Path

CLIENTS = Path(__file__).resolve().parents[3] / ".cache" / "clients"

if CLIENTS.is_dir():
    sys.path.append(str(CLIENTS))
