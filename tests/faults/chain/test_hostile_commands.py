"""Hostile commands to the bridge itself: each is refused with its code, counted, and nothing goes to the gateway."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import psutil

from rlbot.bridge.wire.codec import MAX_COMMAND_BYTES
from rlbot.clock import WallClock
from tests.faults.chain.chain import until
from tests.faults.chain.intruder import EPOCH, PATIENCE_S, SECOND_NS, intruder, nothing_sent, still_well

GOLDEN = json.loads((Path(__file__).parents[2] / "wire" / "refused.json").read_text(encoding="utf-8"))
# Read before its fields, by the order of checks: epoch, then expiry.
SEEN_FIRST = {
    "epoch 0": "stale_epoch",
    "epoch -1": "stale_epoch",
    "valid for more than 24 h": "expired",
    "times at both ends of 64 bits": "clock",
}
FLOOD = 10_000
MOST_MIB = 80.0  # resident, as promised
MIB = 1 << 20


def golden(case: dict[str, Any], name: str) -> bytes:
    """A payload of the wire's own list, with a name of its own and today's times."""
    if "payload_hex" in case:
        return bytes.fromhex(case["payload_hex"])
    text = str(case["payload"]).replace("c-7f3a", name).replace('"epoch": 3', f'"epoch": {EPOCH}')
    now_ns = WallClock().now_ns()
    text = text.replace("1789000000000000000", str(now_ns)).replace("1789000030000000000", str(now_ns + 30 * SECOND_NS))
    for letter, size in case.get("fill", {}).items():
        text = text.replace(letter, "x" * (size - len(text) + 1))
    return text.encode()


async def test_every_message_the_wire_refuses_is_refused_with_its_code_and_counted(tmp_path: Path) -> None:
    async with intruder(tmp_path) as (made, hand):
        before, wanted = hand.counted(), {}
        sent = 0
        for number, case in enumerate(GOLDEN):
            if not case["name"]:
                continue  # a level of no name cannot be told from the topic above it
            name = f"g-{number}"
            await hand.say(case["name"], golden(case, name))
            sent += 1
            if case["expect"]["command_id"] == "c-7f3a":
                wanted[name] = (case["case"], SEEN_FIRST.get(case["case"], case["expect"]["code"]))
        assert await until(lambda: hand.acks.keys() >= wanted.keys(), PATIENCE_S), wanted.keys() - hand.acks.keys()
        got = {name: (case, hand.acks[name].get("code")) for name, (case, _) in wanted.items()}
        assert got == wanted
        assert await until(lambda: hand.counted() - before == sent, PATIENCE_S), hand.counted()
        nothing_sent(made)
        await still_well(made, hand)


async def test_an_order_that_may_not_be_is_refused_with_its_code(tmp_path: Path) -> None:
    async with intruder(tmp_path) as (made, hand):
        now_ns = WallClock().now_ns()
        refused: list[tuple[str, dict[str, Any]]] = [
            ("account", {"account": "DU7654321"}),
            ("account", {"account": "U1234567"}),
            ("stale_epoch", {"epoch": EPOCH - 1}),
            ("expired", {"ts_ns": now_ns - 60 * SECOND_NS, "expires_ts_ns": now_ns - 30 * SECOND_NS}),
            ("clock", {"ts_ns": now_ns + 60 * SECOND_NS, "expires_ts_ns": now_ns + 90 * SECOND_NS}),
            ("quantity", {"quantity": 0}),
            ("quantity", {"quantity": -1}),
            ("quantity", {"quantity": 10**12}),
            ("malformed", {"quantity": 2**63}),
            ("malformed", {"quantity": 1.0}),
            ("malformed", {"quantity": "1"}),
            ("malformed", {"agent_id": "a\0b"}),
        ]
        before = hand.counted()
        for code, other in refused:
            assert await hand.answer("order.submit", hand.order(**other)) == code, other
        assert await until(lambda: hand.counted() - before == len(refused), PATIENCE_S)
        nothing_sent(made)


async def test_a_command_that_is_retained_or_reuses_an_id_is_refused(tmp_path: Path) -> None:
    async with intruder(tmp_path) as (made, hand):
        ping = {name: value for name, value in hand.order().items() if name in {"id", "epoch", "ts_ns", "expires_ts_ns"}}
        assert await hand.answer("ping", ping) == "accepted"
        assert await hand.answer("order.submit", hand.order(id=ping["id"])) == "id_reused"
        assert await hand.answer("ping", ping) == "duplicate"
        order = hand.order()
        await hand.say("order.submit", json.dumps(order).encode(), retain=True)
        assert await until(lambda: order["id"] in hand.acks, PATIENCE_S)
        assert hand.acks.pop(order["id"])["code"] == "retained"
        run = hand.state["run"]
        await made.kill_bridge()  # the next one finds it at the broker
        assert await until(lambda: hand.state.get("run") != run and hand.counted() == 1, PATIENCE_S), hand.state
        nothing_sent(made)


async def test_ten_thousand_hostile_messages_leave_the_bridge_alive_and_small(tmp_path: Path) -> None:
    nonsense = (
        *(b"", b"{", b"\0" * 64, b"\xff\xfe{}", b"null", b'{"id": NaN}', b'{"id": 7, "id": 8}', b'{"id": "a\\u0000"}'),
        *(b"[" * 60_000, b'{"a":' * 10_000, b'"' + b"x" * (MAX_COMMAND_BYTES - 2) + b'"', b" " * (MAX_COMMAND_BYTES + 1)),
    )
    async with intruder(tmp_path) as (made, hand):
        names = ("order.submit", "order.cancel", "events.replay", "no.such", "ping/below", "orders.cancel_all")
        await hand.say("order.submit", b" " * MIB)
        for number in range(FLOOD):
            await hand.say(names[number % len(names)], nonsense[number % len(nonsense)])
        assert await until(lambda: hand.counted() >= FLOOD, PATIENCE_S), hand.counted()
        nothing_sent(made)
        await still_well(made, hand)
        resident = psutil.Process(made.bridge_pid).memory_info().rss / MIB
        assert resident <= MOST_MIB, f"{resident:.0f} MiB"
