"""A backtest as one document, and as files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from rlbot.backtest.decision_rows import ACTIONS, REASONS
from rlbot.backtest.run import Outcome
from rlbot.clock import iso
from rlbot.execution.cost_schedule import SECOND_NS


def document(outcome: Outcome, baselines: Mapping[str, Outcome], notes: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What `rlbot backtest --json` prints (`surface.md`), and what `report.html` shows."""
    marks = outcome.recorder.marks
    return {
        "agent": outcome.agent_id,
        "version": outcome.version,
        "symbol": outcome.symbol,
        "interval": outcome.interval,
        "from": iso(marks[0].bar_ns),
        "to": iso(marks[-1].bar_ns),
        "bars": outcome.bars,
        "event_hash": outcome.event_hash,
        "metrics": msgspec.to_builtins(outcome.metrics),
        "attribution": msgspec.to_builtins(outcome.attribution),
        "decisions": _actions(outcome),
        "refused": outcome.recorder.refused,
        "baselines": {name: msgspec.to_builtins(other.metrics) for name, other in baselines.items()},
        **(notes or {}),
    }


def write_files(folder: Path, outcome: Outcome) -> None:
    """`decisions.csv`, `fills.csv`, `equity.csv`: the bars' own timestamps, numbers as they were computed."""
    folder.mkdir(parents=True, exist_ok=True)
    recorder = outcome.recorder
    with (folder / "decisions.csv").open("w", encoding="utf-8") as file:
        file.write("timestamp,action,target_weight,confidence,current_weight,reason,decision_id\n")
        for d in recorder.decisions:
            numbers = f"{d.target_weight!r},{d.confidence!r},{d.current_weight!r}"
            decision_id = f"{outcome.agent_id}-{d.bar_ns // SECOND_NS:x}"  # as `DecisionMade` says
            file.write(f"{iso(d.bar_ns)},{d.action},{numbers},{d.reason},{decision_id}\n")
    with (folder / "fills.csv").open("w", encoding="utf-8") as file:
        file.write("timestamp,side,quantity,price,commission,reference_price,fees,spread_cost,impact_cost,kind,order_id\n")
        for f in recorder.fills:
            costs = f"{f.reference_price!r},{f.fees!r},{f.spread_cost!r},{f.impact_cost!r}"
            head = f"{iso(f.bar_ns)},{f.side.upper()},{f.quantity},{f.price!r},{f.commission!r}"
            file.write(f"{head},{costs},{f.kind},{f.client_order_id}\n")
    with (folder / "equity.csv").open("w", encoding="utf-8") as file:
        file.write("timestamp,equity,cash,shares,close,drawdown\n")
        for m in recorder.marks:
            file.write(f"{iso(m.bar_ns)},{m.equity!r},{m.cash!r},{m.shares},{m.close!r},{m.drawdown!r}\n")


def _actions(outcome: Outcome) -> dict[str, int]:
    decisions = outcome.recorder.decisions
    actions = np.bincount(decisions.column("action_index"), minlength=len(ACTIONS)).tolist()
    warming = np.count_nonzero(decisions.column("reason_index") == REASONS.index("warming"))
    return {**dict(zip(ACTIONS, actions, strict=True)), "warming": int(warming)}
