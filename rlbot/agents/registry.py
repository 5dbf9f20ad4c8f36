"""Versions of a model on disk: `checkpoints/<agent>/v1/`, `v2/`, …; the file `current` names the deployed one.

A version is a folder with `manifest.json`, `policy.npz`, the algorithm's zip and `report.json`. It is written under another
name and renamed when whole, so that a version that can be seen is complete. The manifest holds the SHA-256 of every file;
`open` compares them. Deploying replaces one small file; rolling back deploys what was deployed before.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import msgspec

MANIFEST = "manifest.json"
CURRENT = "current"
DRAFT = ".draft-"  # and the process that writes it
POLICY = "policy.npz"
_NAME = re.compile(r"^v([1-9][0-9]*)$")
Gate = Literal["passed", "failed", "none"]  # what the promotion gate said; `none`: it was never asked


class ModelError(ValueError):
    """A version that cannot be used; the message is a sentence that names the file and the way out."""


class UnknownVersionError(ModelError):
    """A version was named that was never made: whoever named it is wrong, and no file is."""


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a version is made of. `created_ns`: UTC nanoseconds, handed in. `files`: SHA-256 by name.

    `gate`: its verdict; a manifest without one was never judged. `details`: settings, seeds, data hash, library versions.
    """

    agent_id: str
    version: str
    algorithm: str
    created_ns: int
    gate: Gate = "none"
    trained_from_ns: int = 0
    trained_to_ns: int = 0
    files: dict[str, str] = {}
    details: dict[str, Any] = {}

    @property
    def proven(self) -> bool:
        """Whether it may risk money: its gate passed."""
        return self.gate == "passed"


class ModelRegistry:
    """The versions of all agents under one folder (`<home>/checkpoints`)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def folder(self) -> Path:
        """Where all versions lie."""
        return self._folder

    def versions(self, agent_id: str) -> list[str]:
        """Complete versions, oldest first."""
        folder = self._folder / agent_id
        found = [p.name for p in folder.iterdir() if _NAME.match(p.name)] if folder.is_dir() else []
        return sorted(found, key=lambda name: int(name[1:]))

    def path(self, agent_id: str, version: str) -> Path:
        """Folder of one version, whether it exists or not."""
        return self._folder / agent_id / version

    @contextmanager
    def begin_version(self, agent_id: str) -> Iterator[Draft]:
        """A draft to write files into. `draft.commit(...)` makes it a version; without it nothing remains."""
        home = self._folder / agent_id
        home.mkdir(parents=True, exist_ok=True)
        _clear_abandoned(home)
        folder = home / f"{DRAFT}{os.getpid()}-{len(list(home.iterdir()))}"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        try:
            yield Draft(self, agent_id, folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def manifest(self, agent_id: str, version: str) -> Manifest:
        """Read the manifest. Raises ModelError."""
        path = self.path(agent_id, version) / MANIFEST
        try:
            return msgspec.json.decode(path.read_bytes(), type=Manifest)
        except FileNotFoundError:
            raise ModelError(f"{path} does not exist. {self.way_out(agent_id, version)}") from None
        except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
            raise ModelError(f"{path} is damaged ({error}). {self.way_out(agent_id, version)}") from None

    def open(self, agent_id: str, version: str) -> tuple[Path, Manifest]:
        """Folder and manifest of a version whose every file is as it was written. Raises ModelError."""
        manifest = self.manifest(agent_id, version)
        folder = self.path(agent_id, version)
        for name, expected in manifest.files.items():
            path = folder / name
            if not path.is_file():
                raise ModelError(f"{path} is missing. {self.way_out(agent_id, version)}")
            if sha256(path) != expected:
                raise ModelError(f"{path} is not the file that was trained. {self.way_out(agent_id, version)}")
        return folder, manifest

    def current(self, agent_id: str) -> str | None:
        """The deployed version, or None. Raises ModelError where `current` names none."""
        path = self._folder / agent_id / CURRENT
        try:
            name = path.read_text(encoding="utf-8").split()[:1]
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError):
            name = []
        if not name or not _NAME.match(name[0]) or not self.path(agent_id, name[0]).is_dir():
            raise ModelError(f"{path} names no version. {self.way_out(agent_id, name[0] if name else '')}")
        return name[0]

    def deploy(self, agent_id: str, version: str) -> Manifest:
        """Make `version` the current one, at once and whole. Raises ModelError; then the old one stays."""
        _, manifest = self.open(agent_id, version)
        path = self._folder / agent_id / CURRENT
        try:
            before = path.read_text(encoding="utf-8").split()[:1]
        except (OSError, UnicodeDecodeError):
            before = []
        earlier = before[0] if before and before[0] != version else ""
        try:
            write_atomic(path, f"{version}\n{earlier}\n".encode())
        except OSError as error:
            raise ModelError(
                f"{path} cannot be written ({error.strerror}). Free the place and deploy {version} again."
            ) from None
        return manifest

    def earlier(self, agent_id: str, version: str = "") -> str:
        """What a rollback deploys: `version`, else the one deployed before, else the newest below.

        Raises ModelError; UnknownVersionError where `version` names none.
        """
        if not version:
            path = self._folder / agent_id / CURRENT
            words = path.read_text(encoding="utf-8", errors="replace").split() if path.is_file() else []
            current = words[0] if words else ""
            earlier = [v for v in self.versions(agent_id) if v != current]
            number = int(current[1:]) if _NAME.match(current) else 1 << 62
            older = [v for v in earlier if int(v[1:]) < number]
            version = words[1] if len(words) > 1 and words[1] in earlier else older[-1] if older else ""
            if not version:
                raise ModelError(f"{agent_id} has no earlier version; `rlbot models {agent_id}` lists what there is.")
        if version not in self.versions(agent_id):
            known = ", ".join(self.versions(agent_id)) or "none yet"
            raise UnknownVersionError(f"{agent_id} has no version {version}; there are: {known}.")
        return version

    def commit(self, draft: Path, manifest: Manifest) -> Manifest:
        """Turn a draft folder into the next version."""
        files = {p.name: sha256(p) for p in sorted(draft.iterdir()) if p.is_file() and p.name != MANIFEST}
        while True:
            last = self.versions(manifest.agent_id)
            version = f"v{int(last[-1][1:]) + 1 if last else 1}"
            done = msgspec.structs.replace(manifest, version=version, files=files)
            (draft / MANIFEST).write_bytes(json.dumps(msgspec.to_builtins(done), indent=2).encode() + b"\n")
            try:
                draft.rename(self.path(manifest.agent_id, version))
            except OSError:
                if self.path(manifest.agent_id, version).is_dir():
                    continue  # another process took this number a moment ago
                raise
            return done

    def way_out(self, agent_id: str, version: str) -> str:
        """What to run when `version` cannot be used."""
        others = [v for v in self.versions(agent_id) if v != version]
        if others:
            return f"Run `rlbot rollback {agent_id} {others[-1]}` or `rlbot train {agent_id}`."
        return f"Run `rlbot train {agent_id}` to make a new one."


class Draft:
    """A version being written. `folder`: put files here."""

    def __init__(self, registry: ModelRegistry, agent_id: str, folder: Path) -> None:
        self._registry = registry
        self._agent_id = agent_id
        self.folder = folder

    def commit(
        self,
        algorithm: str,
        created_ns: int,
        *,
        gate: Gate = "none",
        trained_from_ns: int = 0,
        trained_to_ns: int = 0,
        details: Mapping[str, Any] | None = None,
    ) -> Manifest:
        """The draft becomes the next version; returns its manifest."""
        return self._registry.commit(
            self.folder,
            Manifest(
                agent_id=self._agent_id,
                version="",
                algorithm=algorithm,
                created_ns=created_ns,
                gate=gate,
                trained_from_ns=trained_from_ns,
                trained_to_ns=trained_to_ns,
                details=dict(details or {}),
            ),
        )


def sha256(path: Path) -> str:
    """Hexadecimal digest of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_atomic(path: Path, content: bytes) -> None:
    """Replace a file whole: readers see the old content or the new."""
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with partial.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _clear_abandoned(home: Path) -> None:
    """Drafts of trainings that were killed."""
    for folder in home.glob(f"{DRAFT}*"):
        pid = folder.name.removeprefix(DRAFT).partition("-")[0]
        try:
            os.kill(int(pid), 0)
        except (ProcessLookupError, ValueError):
            shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            continue  # somebody else's process: it may be at work
