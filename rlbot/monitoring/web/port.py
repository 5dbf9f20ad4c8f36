"""Whether the dashboard can listen on a port, and the sentence where it cannot. Without aiohttp: the parent asks too."""

from __future__ import annotations

import errno
import socket


def refusal(host: str, port: int) -> str:
    """Why nothing can listen there at this moment, and what to do; empty where it can."""
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(
                socket.SOL_SOCKET, socket.SO_REUSEADDR, 1
            )  # as the server does: one that just ended is no hindrance
            probe.bind(where)
    except OSError as error:
        return cannot_listen(host, port, error)
    return ""


def cannot_listen(host: str, port: int, error: OSError) -> str:
    """The sentence for an error of listening."""
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is in use on {host}, perhaps by another rlbot; choose another with --port"
    if error.errno == errno.EACCES:
        return f"port {port} may not be used by this account; choose one above 1023 with --port"
    return f"the dashboard cannot listen on {host}:{port} ({error.strerror}); choose another port with --port"
