"""The private Mosquitto on loopback: its files, and the command that starts it. It is a wire, not a store.

Users with generated passwords; the ACL lets core and bridge see their own topics and nothing else, and the watchdog none.
"""

from __future__ import annotations

import base64
import getpass
import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec

from rlbot.bridge.link import CLIENT_ID, MqttAddress
from rlbot.bridge.wire.codec import ROOT
from rlbot.settings.atomic_file import replace_file

BRIDGE_ID = "rlbot-bridge"
WATCHDOG_ID = "rlbot-watchdog"
HASH_ROUNDS = 101  # Mosquitto's own default: the passwords are 256 random bits, there is nothing to guess
SALT_BYTES = 12
PLACES = ("/usr/sbin", "/usr/local/sbin", "/opt/homebrew/sbin")  # Debian keeps servers off a user's PATH
HOW_TO_GET = "install Mosquitto 2 (Debian: apt-get install mosquitto libmosquitto1; macOS: brew install mosquitto)"


class MosquittoFiles(msgspec.Struct, frozen=True):
    """What the broker reads, and what its clients connect with."""

    config: Path
    core: MqttAddress
    bridge: MqttAddress
    watchdog: MqttAddress


def find_mosquitto() -> str:
    """The program, empty where it is not installed."""
    found = shutil.which("mosquitto")
    if found:
        return found
    return next((f"{place}/mosquitto" for place in PLACES if Path(place, "mosquitto").is_file()), "")


def write_files(folder: Path, port: int, secret: Callable[[int], bytes]) -> MosquittoFiles:
    """New passwords and the configuration, readable by this user alone. `secret(n)`: n random bytes. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)  # also one that stood there before
    passwords = {name: secret(32).hex() for name in (CLIENT_ID, BRIDGE_ID, WATCHDOG_ID)}
    users = "".join(f"{name}:{_hashed(password, secret(SALT_BYTES))}\n" for name, password in passwords.items())
    _private(folder / "passwords", users)
    _private(folder / "acl", _acl())
    config = folder / "mosquitto.conf"
    _private(config, _configuration(folder, port))
    found = (MqttAddress("127.0.0.1", port, name, password) for name, password in passwords.items())
    return MosquittoFiles(config, *found)


def _private(path: Path, text: str) -> None:
    replace_file(path, text.encode(), mode=0o600)


def _hashed(password: str, salt: bytes) -> str:
    """Mosquitto's `$7$` form: PBKDF2 with SHA-512."""
    digest = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, HASH_ROUNDS)
    return f"$7${HASH_ROUNDS}${base64.b64encode(salt).decode()}${base64.b64encode(digest).decode()}"


def _acl() -> str:
    return (
        f"user {CLIENT_ID}\ntopic write {ROOT}cmd/#\ntopic read {ROOT}evt/#\ntopic read {ROOT}state/#\n\n"
        f"user {BRIDGE_ID}\ntopic read {ROOT}cmd/#\ntopic write {ROOT}evt/#\ntopic write {ROOT}state/#\n"
    )


def _configuration(folder: Path, port: int) -> str:
    # `set_tcp_nodelay`: with both clients' own, a command's ack takes 3 ms; without it Nagle's algorithm makes it 44.
    # `user`: started by root it would become `mosquitto`, who may not read these files; to others the line means nothing.
    return f"""# Written at each start; do not edit.
user {getpass.getuser()}
listener {port} 127.0.0.1
allow_anonymous false
password_file {folder / "passwords"}
acl_file {folder / "acl"}
persistence true
persistence_location {folder}/
autosave_interval 5
max_queued_messages 100000
max_inflight_messages 100
set_tcp_nodelay true
log_dest stdout
log_type error
log_type warning
"""
