"""Benchmarks: each prints JSON lines; figures are ratios taken in one run, because machines are noisy."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as `rlbot` sets it for itself
