"""A fake IB Gateway: the classic TWS protocol on a TCP port, with a market, an account and scripted faults of its own.

For tests of the bridge and for `make demo-paper`: `python -m rlbot.bridge.fake_gateway --port 4002`. Its orders, prices and
money are made up; the bytes are laid out as the real gateway's (checked against recorded messages and two public clients).

In a test, its time moved by hand:

    gateway = FakeGateway(GatewaySettings(), clock)          # a ReplayClock
    faults = FaultInjector(gateway)
    async with FakeGatewayServer(gateway, speed=None) as server:
        faults.inject(Partial(order_ref="entry-1", first=40))
        ...                                                  # a client connects to server.port and orders
        clock.advance_to(...); gateway.wake()                # bars, fills, timers
    assert gateway.ledger.placed == {"entry-1": 1}           # what really happened

From another process: `--control-port` and one JSON object a line (`control.py`).
`--start`, `--speed` and `--hours` set its time.

Read it in this order: `wire/` (bytes to fields to messages), `market/` (prices), `orders/` (what happens to an order),
`requests/` (what a client may ask), `faults/` (what can go wrong), `gateway.py` (all of it, without sockets), `server.py`.

May import: `rlbot.clock` and the standard library, so that it starts at once and alone.
To add a message: its layout in `wire/`, its answer in `requests/`.
To add a fault: its data in `faults/kinds.py`, its effect in `faults/injector.py`.
Never: speak to a real gateway; decide by the wall clock or by chance (clock and seed are handed in); hide what it did: the
ledger counts every placement and execution.
"""
