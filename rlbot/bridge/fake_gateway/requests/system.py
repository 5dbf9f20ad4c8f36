"""Requests about the connection itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rlbot.bridge.fake_gateway.wire.codec import Fields

if TYPE_CHECKING:
    from rlbot.bridge.fake_gateway.gateway import FakeGateway
    from rlbot.bridge.fake_gateway.session import Session


def ignore(gateway: FakeGateway, session: Session, fields: Fields) -> None:
    """Nothing to say."""


def next_id(gateway: FakeGateway, session: Session, fields: Fields) -> None:
    """reqIds."""
    session.send((9, 1, gateway.book.next_id(session.client_id)))


def managed_accounts(gateway: FakeGateway, session: Session, fields: Fields) -> None:
    """reqManagedAccts."""
    session.send((15, 1, ",".join(gateway.settings.accounts)))


def current_time(gateway: FakeGateway, session: Session, fields: Fields) -> None:
    """reqCurrentTime, whole seconds."""
    session.send((49, 1, gateway.timers.second))


def current_time_ms(gateway: FakeGateway, session: Session, fields: Fields) -> None:
    """reqCurrentTimeInMillis."""
    session.send((109, gateway.timers.now_ns // 1_000_000))


def user_info(gateway: FakeGateway, session: Session, fields: Fields) -> None:
    """reqUserInfo: no white branding."""
    session.send((107, fields.integer(1), ""))
