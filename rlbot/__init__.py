"""rlbot: an autonomous trading platform driven by reinforcement learning."""

__version__ = "0.1.0"
