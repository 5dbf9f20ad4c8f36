"""Training: history becomes models. The only room with torch, stable-baselines3, gymnasium, optuna and numba.
May import: every room below (events to backtest); never bridge, monitoring, system, app.
To add an algorithm: write its file in `rlbot/agents/`, then one line in `algorithms.py` (how SB3 builds it) and `export.py`.
Never: arithmetic of its own for features, fills, costs or rewards; a network download; the wall clock in a result."""
