"""Which signals end what runs, in order: nothing is cut off, and no child is left behind."""

from __future__ import annotations

import signal


def end_signals() -> tuple[signal.Signals, ...]:
    """Ctrl-C, a service's stop, and the end of the terminal, unless whoever started this wants it to outlive that (`nohup`)."""
    ends = (signal.SIGINT, signal.SIGTERM)
    return ends if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN else (*ends, signal.SIGHUP)
