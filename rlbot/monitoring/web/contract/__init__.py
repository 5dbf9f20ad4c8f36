"""The contract between platform and browser: every REST answer and every message of the live feed, as msgspec structs.

`web/src/contract/generated.ts` is written from these (`python -m rlbot.monitoring.web.typescript`); a test fails when it
drifts. Conventions: `*_ns` are UTC nanoseconds. `as_of_ns` is the machine's time at which the thing shown last changed:
its age is what people see. `market_ns` is the time the data speaks of (in a replay years ago). Money in the account's
currency, weights and `*_fraction` as fractions, quantities whole shares. null means not known, never zero.

May import: `events` (its literals), msgspec.   To add one: a struct in the file of its subject, then a line in
`catalogue.py`. Never: behaviour, a field that means two things.
"""
