"""How a request ends badly: one typed error, one clear sentence, in the shape the contract promises."""

from __future__ import annotations

from typing import Literal

from rlbot.monitoring.web.contract.base import ErrorAnswer, ErrorBody

Code = Literal[
    "bad_request",
    "unauthorised",
    "forbidden",
    "not_found",
    "method_not_allowed",
    "conflict",
    "too_large",
    "misdirected",
    "invalid",
    "too_many_requests",
    "unavailable",
    "internal",
]
STATUS: dict[Code, int] = {
    "bad_request": 400,
    "unauthorised": 401,
    "forbidden": 403,
    "not_found": 404,
    "method_not_allowed": 405,
    "conflict": 409,
    "too_large": 413,
    "misdirected": 421,
    "invalid": 422,
    "too_many_requests": 429,
    "internal": 500,
    "unavailable": 503,
}


class RequestError(Exception):
    """Ends a request. `message`: what was asked, what was expected, the way out. `fields`: wrong ones by path."""

    def __init__(self, code: Code, message: str, fields: dict[str, str] | None = None, retry_after_s: int = 0) -> None:
        super().__init__(message)
        self.code: Code = code
        self.message = message
        self.fields = fields or {}
        self.retry_after_s = retry_after_s

    @property
    def status(self) -> int:
        """The HTTP status."""
        return STATUS[self.code]

    def answer(self) -> ErrorAnswer:
        """The body."""
        return ErrorAnswer(error=ErrorBody(code=self.code, message=self.message, fields=self.fields))
