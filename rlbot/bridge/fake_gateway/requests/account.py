"""Requests about the account and its positions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rlbot.bridge.fake_gateway.account import SUMMARY_TAGS
from rlbot.bridge.fake_gateway.wire.codec import Fields

if TYPE_CHECKING:
    from rlbot.bridge.fake_gateway.gateway import FakeGateway
    from rlbot.bridge.fake_gateway.session import Session


def updates(gateway: FakeGateway, session: Session, fields: Fields) -> None:
    """reqAccountUpdates: now, after each execution, and every three minutes; of one account at a time."""
    asked = fields.text(3)
    name = asked if asked in gateway.accounts else gateway.account.name
    session.follows_account = name if fields.flag(2) else ""
    if session.follows_account:
        gateway.tell_account(session, name)
        session.send((54, 1, name))


def multi(gateway: FakeGateway, session: Session, fields: Fields) -> None:
    """reqAccountUpdatesMulti: the values once, and the end that some clients wait for."""
    request = fields.integer(2)
    for tag, value, currency in gateway.account.values(lambda i: gateway.prices.last(i, gateway.timers.second)):
        session.send((73, 1, request, gateway.account.name, fields.text(4), tag, value, currency))
    session.send((74, 1, request))


def summary(gateway: FakeGateway, session: Session, fields: Fields) -> None:
    """reqAccountSummary: now and every three minutes."""
    request, tags = fields.integer(2), fields.text(4) or SUMMARY_TAGS
    session.summaries[request] = tags
    gateway.tell_summary(session, request, tags)
    session.send((64, 1, request))


def cancel_summary(gateway: FakeGateway, session: Session, fields: Fields) -> None:
    """cancelAccountSummary."""
    session.summaries.pop(fields.integer(2), None)


def positions(gateway: FakeGateway, session: Session, fields: Fields) -> None:
    """reqPositions: all that are open now, then each change."""
    session.follows_positions = True
    for symbol in sorted({held.instrument.symbol for _, held in gateway.told_holdings() if held.quantity}):
        gateway.tell_position(session, symbol)
    session.send((62, 1))


def cancel_positions(gateway: FakeGateway, session: Session, fields: Fields) -> None:
    """cancelPositions."""
    session.follows_positions = False
