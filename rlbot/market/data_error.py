"""The one error of recorded data, raised at the edge."""

from __future__ import annotations


class DataError(Exception):
    """A file or folder cannot be used. The message is a sentence for people: the thing, what was expected, the way out."""
