"""One client's connection, from the greeting to the end. What the client asks for is answered in `requests/`."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from rlbot.bridge.fake_gateway.feeds import Feeds
from rlbot.bridge.fake_gateway.outbox import Outbox, Wire
from rlbot.bridge.fake_gateway.pacing import Pacing
from rlbot.bridge.fake_gateway.wire import handshake, messages
from rlbot.bridge.fake_gateway.wire.codec import FieldError, Fields, Message, encode
from rlbot.bridge.fake_gateway.wire.framing import GREETING, FrameError, FrameReader, frame

if TYPE_CHECKING:
    from rlbot.bridge.fake_gateway.gateway import FakeGateway

START_API = 71


class Stage(Enum):
    """How far the connection has come."""

    HELLO = "waits for the version range"
    START = "waits for startApi"
    OPEN = "serves requests"
    CLOSED = "is over"


class Session:
    """Follows one client. While the gateway is frozen, what arrives is kept, the client's hanging up too."""

    def __init__(self, gateway: FakeGateway, wire: Wire) -> None:
        self._gateway = gateway
        self._reader = FrameReader(GREETING)
        self._outbox = Outbox(wire, gateway.timers, gateway.weather)
        self._backlog: list[bytes] = []
        self._peer_gone = False
        self.stage = Stage.HELLO
        self.version = 0
        self.client_id = -1
        self._pacing = Pacing()
        self.feeds = Feeds(self, gateway)
        self.follows_positions = False
        self.follows_account = ""
        self.data_type = 1  # live
        self.summaries: dict[int, str] = {}  # request id -> tags

    @property
    def closed(self) -> bool:
        """Whether the connection is over."""
        return self.stage is Stage.CLOSED

    def receive(self, data: bytes) -> None:
        """Bytes from the client, cut anywhere."""
        if self.stage is Stage.CLOSED:
            return
        if self._gateway.weather.frozen:
            self._backlog.append(data)
            return
        try:
            for payload in self._reader.feed(data):
                if not self.closed:
                    self._handle(payload)
        except FrameError:
            self._gateway.ledger.events["bad_frames"] += 1
            self.close()

    def peer_closed(self) -> None:
        """The client hung up."""
        self._peer_gone = True
        if not self._gateway.weather.frozen:
            self.close(at_once=True)

    def thaw(self) -> None:
        """Handle what arrived while the gateway was frozen; then notice that the client has gone, if it has."""
        waiting, self._backlog = self._backlog, []
        for data in waiting:
            self.receive(data)
        if self._peer_gone:
            self.close(at_once=True)

    def close(self, *, at_once: bool = False) -> None:
        """Hang up; what the client had subscribed to ends."""
        if self.stage is not Stage.CLOSED:
            self.stage = Stage.CLOSED
            self._gateway.left(self)
        self._outbox.close(at_once=at_once)

    def send(self, message: Message) -> None:
        """One message to the client."""
        if self.stage is not Stage.CLOSED:
            self._outbox.send(frame(encode(message)))

    def send_raw(self, data: bytes) -> None:
        """Bytes that are no message."""
        if self.stage is not Stage.CLOSED:
            self._outbox.send(data)

    def error(self, request: int, code: int, text: str) -> None:
        """An error about a request, -1 for news of the connection."""
        self.send(messages.error(self.version, request, code, text, self._gateway.timers.now_ns // 1_000_000))

    def send_position(self, symbol: str) -> None:
        """The position has changed: told to who follows positions or account values."""
        if self.follows_positions:
            self._gateway.tell_position(self, symbol)
        if self.follows_account:
            self._gateway.tell_account(self, self.follows_account)

    def _handle(self, payload: bytes) -> None:
        if self.stage is Stage.HELLO:
            self._greet(payload)
            return
        if self._too_fast():
            return
        fields = Fields.of(payload)
        try:
            number = fields.integer(0)
            if self.stage is Stage.START:
                self._start(number, fields)
            else:
                self._gateway.answer(self, number, fields)
        except FieldError as error:
            self._gateway.ledger.events["unreadable_requests"] += 1
            self.error(messages.NO_REQUEST, 320, f"Error reading request. {error}")

    def _greet(self, payload: bytes) -> None:
        try:
            self.version = handshake.negotiate(payload, self._gateway.settings.max_version)
        except handshake.HandshakeError:
            self._gateway.ledger.events["bad_handshakes"] += 1
            self.close()
            return
        self.stage = Stage.START
        self.send(handshake.answer(self.version, self._gateway.time_text()))

    def _start(self, number: int, fields: Fields) -> None:
        if number == START_API:
            self.client_id = fields.integer(2)
            self.stage = Stage.OPEN
            self._gateway.joined(self)

    def _too_fast(self) -> bool:
        limit = self._gateway.settings.messages_per_second
        recent = self._pacing.count(self._gateway.wire_clock.now_ns())
        self._gateway.ledger.busiest_second = max(self._gateway.ledger.busiest_second, recent)
        if limit is None or recent <= limit:
            return False
        self._gateway.ledger.events["pacing_violations"] += 1
        self.error(messages.NO_REQUEST, 100, f"Max rate of messages per second has been exceeded:max={limit} rec={recent} (1)")
        self.close()
        return True
