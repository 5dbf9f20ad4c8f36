"""REST: one file per subject; `ENDPOINTS` at the foot of each says which handler answers what.

May import: the web edge's own parts, aiohttp.   To add one: a handler, a line in its file's `ENDPOINTS`, a struct in
`contract/`. Never: touch the trading path except through `Commands`.
"""
