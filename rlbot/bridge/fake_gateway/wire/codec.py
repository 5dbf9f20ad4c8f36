"""Fields: texts, each ended by NUL, the first of them the message's number. Numbers are decimal text, flags 0 or 1."""

from __future__ import annotations

from collections.abc import Sequence

Field = str | int | float | bool | None
Message = tuple[Field, ...]

UNSET_INT = 2_147_483_647
UNSET_LONG = 9_223_372_036_854_775_807
UNSET_DOUBLE = "1.7976931348623157E308"  # as the gateway writes it
_UNSET = {"", "infinity", "infinite", "1.7976931348623157e308", "1.7976931348623157e+308", "2147483647"}


class FieldError(Exception):
    """A field is missing or is not what its place asks for."""


def text(value: Field) -> str:
    """One field as the gateway writes it: unset is empty, letters outside ASCII are escaped."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, str):
        return value.replace("\0", "").encode("ascii", "backslashreplace").decode("ascii")
    return repr(value)


def encode(message: Message) -> bytes:
    """The payload of a frame."""
    return "".join(text(field) + "\0" for field in message).encode("ascii")


class Fields:
    """A received payload's fields, read by place (0 is the message's number)."""

    def __init__(self, values: Sequence[str]) -> None:
        self.values = values

    @classmethod
    def of(cls, payload: bytes) -> Fields:
        """Split at NUL; the last field is ended by one, so nothing follows it."""
        values = payload.decode("utf-8", "backslashreplace").split("\0")
        return cls(values[:-1] if values and not values[-1] else values)

    def __len__(self) -> int:
        return len(self.values)

    def text(self, place: int, default: str = "") -> str:
        """The field, or `default` where the message ends before it."""
        return self.values[place] if place < len(self.values) else default

    def number(self, place: int) -> float | None:
        """None where unset: empty, or one of the values that clients write for it. Raises FieldError."""
        raw = self.text(place)
        if raw.lower() in _UNSET:
            return None
        try:
            return float(raw)
        except ValueError:
            raise FieldError(f"field {place} is {raw!r}; a number was expected") from None

    def integer(self, place: int, default: int = 0) -> int:
        """A whole number; `default` where unset. Raises FieldError."""
        raw = self.text(place)
        if raw.lower() in _UNSET:
            return default
        try:
            return int(raw)
        except ValueError:
            raise FieldError(f"field {place} is {raw!r}; a whole number was expected") from None

    def flag(self, place: int) -> bool:
        """0 or 1; unset is false. Raises FieldError."""
        return self.text(place).lower() == "true" or self._zero_or_one(place)

    def _zero_or_one(self, place: int) -> bool:
        return self.text(place).lower() != "false" and bool(self.integer(place))
