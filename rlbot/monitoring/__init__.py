"""Monitoring: what people see and hear. The read model (`board`), the web edge, alerts, logs.

May import: every room from `engine` down; never `training`, `bridge`, `system`, `app`. What it asks of them goes
through Protocols that `app` fills.   To add a view: fold it in the board, give it a struct in `web/contract/`, an endpoint
or a channel. Never: trade, wait on the trading path, drop an order, a fill or a decision silently.
"""
