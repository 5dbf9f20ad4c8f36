"""What every struct of the contract is: frozen, keyword-only, no tag unless it stands in a union."""

from __future__ import annotations

from typing import Literal

import msgspec

Mode = Literal["backtest", "simulate", "paper", "live"]
Role = Literal["operator", "viewer"]
Origin = Literal["dashboard", "shell"]
Level = Literal["debug", "info", "warning", "error"]


class Sent(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """From the platform to the browser: every field is always there."""


class Asked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """From the browser to the platform: fields with a default may be left out, unknown ones are refused."""


class ErrorBody(Sent, frozen=True, kw_only=True, gc=False):
    """`code`: a stable word for programs. `message`: one sentence for people. `fields`: what is wrong, by field path."""

    code: str
    message: str
    fields: dict[str, str] = {}


class ErrorAnswer(Sent, frozen=True, kw_only=True, gc=False):
    """Every answer from 400 on."""

    error: ErrorBody
