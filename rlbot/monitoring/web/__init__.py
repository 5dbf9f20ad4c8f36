"""The web edge: REST, the live feed, sessions, audit, the built page.

May import: `monitoring`, the rooms below it, aiohttp.   To add an endpoint: a handler in the file of its subject under
`rest/`, a line in `ENDPOINTS`, a struct in `contract/`.
Never: an answer without `as_of_ns`, a secret in a log or an address, work on the bus path.
"""
