"""Small homes for tests."""

from __future__ import annotations

from pathlib import Path

AGENT = """\
# my agent
algorithm = "ppo"
symbol = "AAPL"

[limits]
stop_loss = 0.12   # wide
"""


def home_with(root: Path, platform: str | None = None, **agents: str) -> Path:
    """A home under `root` with these files."""
    folder = root / "configs" / "agents"
    folder.mkdir(parents=True)
    if platform is not None:
        (root / "configs" / "rlbot.toml").write_text(platform, encoding="utf-8")
    for name, text in agents.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return root
