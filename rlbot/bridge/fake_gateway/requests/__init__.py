"""Requests: one function for each message a client may send. A request that cannot be read is answered with error 320."""
