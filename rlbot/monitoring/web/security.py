"""What every request passes first: exact Host, own Origin, no cross-site call; and the headers of every answer."""

from __future__ import annotations

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler, Middleware

from rlbot.monitoring.web.request_error import RequestError

SAFE = frozenset({"GET", "HEAD"})
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


def loopback_hosts(port: int) -> frozenset[str]:
    """The Host values under which the dashboard may be addressed."""
    return frozenset({f"127.0.0.1:{port}", f"localhost:{port}", f"[::1]:{port}"})


def check_request(
    hosts: frozenset[str], method: str, path: str, host: str | None, origin: str | None, site: str | None
) -> None:
    """Raises RequestError: 421 for a foreign Host, 403 for a foreign or missing Origin or a cross-site call.

    A page of another site reaches 127.0.0.1 through the browser; it cannot choose these three headers. `same-site` is another
    program on this machine: ports do not count as sites.
    """
    if host is None or host not in hosts:
        raise RequestError("misdirected", "This address does not serve the dashboard; open the one that `rlbot up` printed.")
    live = path == "/ws"
    foreign = site is not None and site not in ("same-origin", "none")
    if foreign and (site == "cross-site" or live or path.startswith("/api/")):
        raise RequestError("forbidden", "Requests from other sites are refused.")
    if live or method not in SAFE:
        if origin is None:
            raise RequestError("forbidden", f"Commands need the header `Origin: http://{host}`.")
        if origin != f"http://{host}":
            raise RequestError("forbidden", "Requests from other sites are refused.")
    elif origin is not None and origin != f"http://{host}":
        raise RequestError("forbidden", "Requests from other sites are refused.")


def guard(hosts: frozenset[str]) -> Middleware:
    """The middleware that asks `check_request`; to be placed right inside the one that words errors."""

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        h = request.headers
        check_request(hosts, request.method, request.path, h.get(hdrs.HOST), h.get(hdrs.ORIGIN), h.get("Sec-Fetch-Site"))
        return await handler(request)

    return middleware


async def stamp(request: web.Request, response: web.StreamResponse) -> None:
    """`on_response_prepare`: the headers of every answer, and none that names the server's software."""
    response.headers.update(HEADERS)
    response.headers[hdrs.SERVER] = "rlbot"
    if not request.path.startswith("/assets/"):
        response.headers.setdefault(hdrs.CACHE_CONTROL, "no-store")
