"""Reading requests and writing answers: JSON both ways, every mistake a RequestError with a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar, get_args

import msgspec
from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from rlbot.clock import from_iso, iso
from rlbot.events.base import Interval
from rlbot.monitoring.web.contract.base import Asked, Level, Sent
from rlbot.monitoring.web.desk import DESK
from rlbot.monitoring.web.request_error import RequestError

A = TypeVar("A", bound=Asked)
FOREVER_NS = 1 << 62
encode = msgspec.json.Encoder().encode


def answer(body: Sent, status: int = 200) -> web.Response:
    """A JSON answer. Beside `as_of_ns`, which the page reads, stands `as_of` for people and shells: that moment in words."""
    text = encode(body)
    as_of_ns: int | None = getattr(body, "as_of_ns", None)
    if as_of_ns is not None:
        text = text[:-1] + f',"as_of":"{iso(as_of_ns)}"}}'.encode()
    return web.Response(body=text, status=status, content_type="application/json")


async def asked(request: web.Request, kind: type[A]) -> A:
    """The request's body as `kind`; an empty body is `{}`. Raises RequestError 400 (no JSON) or 422 (wrong fields)."""
    body = await request.read() or b"{}"
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.ValidationError as error:
        text, _, path = str(error).partition(" - at `$")
        field = path.strip("`.") or _named(text)
        raise RequestError("invalid", f"The request is not valid: {text}.", {field: text} if field else {}) from None
    except msgspec.DecodeError:
        raise RequestError("bad_request", "The body must be one JSON object.") from None


def _named(text: str) -> str:
    return text.split("`")[1] if text.count("`") >= 2 else ""


def whole(query: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    """A whole number of the query. Raises RequestError 400."""
    text = query.get(name)
    if text is None or text == "":
        return default
    try:
        value = int(text)
    except ValueError:
        raise RequestError("bad_request", f"`{name}` must be a whole number.", {name: "not a whole number"}) from None
    if not least <= value <= most:
        raise RequestError("bad_request", f"`{name}` must lie between {least} and {most}.", {name: f"{least} to {most}"})
    return value


def page_of(query: Mapping[str, str]) -> tuple[int | None, int]:
    """`before` (a `seq`; None: from the newest) and `limit` (1 to 2,000, default 100)."""
    before = whole(query, "before", 0, 0, FOREVER_NS)
    return before or None, whole(query, "limit", 100, 1, 2_000)


def instant(query: Mapping[str, str], name: str, default: int) -> int:
    """A time of the query: nanoseconds, or ISO 8601. Raises RequestError 400."""
    text = query.get(name)
    if text is None or text == "":
        return default
    try:
        return int(text) if text.lstrip("-").isdigit() else from_iso(text)
    except (ValueError, OverflowError):
        message = f"`{name}` must be a time: nanoseconds since 1970 or ISO 8601, as 2024-01-31T14:30:00Z."
        raise RequestError("bad_request", message, {name: "not a time"}) from None


def interval_of(query: Mapping[str, str]) -> Interval:
    """`interval` of the query, default 1d. Raises RequestError 400."""
    text = query.get("interval", "1d")
    for known in get_args(Interval):
        if text == known:
            return known  # type: ignore[no-any-return]  # one of its literals
    raise RequestError("bad_request", "`interval` must be 1m, 5m, 15m or 1d.", {"interval": "1m, 5m, 15m or 1d"})


def level_of(query: Mapping[str, str]) -> Level:
    """`level` of the query, default debug (everything). Raises RequestError 400."""
    text = query.get("level", "debug").lower()
    for known in get_args(Level):
        if text == known:
            return known  # type: ignore[no-any-return]  # one of its literals
    raise RequestError("bad_request", "`level` must be debug, info, warning or error.", {"level": "not a level"})


def refused(error: RequestError) -> web.Response:
    """The answer to a request that ended badly."""
    response = answer(error.answer(), error.status)
    if error.retry_after_s:
        response.headers[hdrs.RETRY_AFTER] = str(error.retry_after_s)
    if error.code == "unauthorised":
        response.headers[hdrs.WWW_AUTHENTICATE] = "Bearer"
    return response


@web.middleware
async def word_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """The outermost middleware: every error leaves as the contract's JSON, none as a traceback."""
    try:
        return await handler(request)
    except RequestError as error:
        return refused(error)
    except web.HTTPRequestEntityTooLarge:
        return refused(RequestError("too_large", "A request may be at most 64 KiB."))
    except web.HTTPMethodNotAllowed as error:
        return refused(RequestError("method_not_allowed", f"{request.method} is not understood here; {_allowed(error)} is."))
    except web.HTTPNotFound:
        return refused(RequestError("not_found", f"There is nothing at {request.path}."))
    except web.HTTPException as error:
        if error.status < 400:
            raise
        return refused(RequestError("bad_request", f"The request was not understood: {error.reason}."))
    except Exception as error:  # noqa: BLE001  (the edge: a bug here must neither end the server nor show its insides)
        request.app[DESK].on_error(f"{request.method} {request.path} failed", error)
        return refused(
            RequestError("internal", "This could not be answered because of a fault in the platform; the log says which.")
        )


def _allowed(error: web.HTTPMethodNotAllowed) -> str:
    return ", ".join(sorted(error.allowed_methods - {"HEAD"}))
