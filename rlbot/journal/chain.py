"""The hash chain: each row's hash covers the row and the hash before it, so that no row can change, vanish or move unseen."""

from __future__ import annotations

from hashlib import blake2b

GENESIS = bytes(16)


def link(previous: bytes, seq: int, run_id: str, ts_ns: int, kind: str, payload: bytes) -> bytes:
    """16 bytes over the row and `previous`. Lengths are fixed or delimited, so no two rows share an encoding."""
    head = f"{seq}|{run_id}|{ts_ns}|{kind}|".encode()
    return blake2b(b"".join((previous, head, payload)), digest_size=16).digest()
