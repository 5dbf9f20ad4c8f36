"""Benchmarks: each prints JSON lines; figures are ratios taken in one run, because machines are noisy."""
