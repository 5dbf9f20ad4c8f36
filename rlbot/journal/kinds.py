"""Which messages are journaled, and what a replay does with each. Every message stands in exactly one group."""

from __future__ import annotations

from rlbot.events import agent, commands, market, ops, trade
from rlbot.events.base import Command, Event

Message = Event | Command
Kinds = tuple[type[Event] | type[Command], ...]

# Published again: what came from outside.
INPUTS: Kinds = (
    market.SplitApplied,
    market.DividendPaid,
    market.BarClosed,
    market.MarkUpdated,
    market.SentimentScored,
    market.InstantClosed,
    commands.PauseAgent,
    commands.ResumeAgent,
    commands.Kill,
    commands.Flatten,
    commands.ResumeTrading,
)

# Recomputed by the engine; a replay that comes out differently is stopped.
CHECKED: Kinds = (
    agent.DecisionMade,
    agent.RewardRealised,
    trade.OrderApproved,
    trade.OrderRefused,
    trade.OrderAccepted,
    trade.OrderCancelled,
    trade.OrderRejected,
    trade.OrderFilled,
    trade.CommissionCharged,
    trade.FillCorrected,
    trade.ProtectionPlaced,
    trade.ProtectionRemoved,
    trade.PositionChanged,
    trade.EquityMarked,
)

# Of these, what a broker outside this process says: there it is an input, and a replay does not expect it of the engine.
BROKER: Kinds = (
    trade.OrderAccepted,
    trade.OrderCancelled,
    trade.OrderRejected,
    trade.OrderFilled,
    trade.CommissionCharged,
    trade.FillCorrected,
    trade.ProtectionPlaced,
    trade.ProtectionRemoved,
)

# Taken from the journal where the engine does not say them again: costly to recompute (explanations), or caused by
# something that the inputs do not hold (a halt after a failed handler). Restoring a halt is always the safe side.
RESTORED: Kinds = (
    agent.DecisionExplained,
    agent.AgentPaused,
    agent.AgentResumed,
    ops.HandlerFailed,
    ops.TradingHalted,
    ops.TradingResumed,
    ops.KillActivated,
    ops.KillReset,
)

# For people and audits; a replay passes over them.
NOTED: Kinds = (
    market.BarRejected,
    market.BarGapFound,
    market.FeedStateChanged,
    agent.DecisionLate,
    agent.ModelDeployed,
    ops.AlertRaised,
    ops.RunStarted,
    ops.RunEnded,
)

# Recomputed at will, and large or frequent.
NOT_JOURNALED: Kinds = (market.DecisionDue, agent.ExplanationDue, ops.Heartbeat)

JOURNALED: Kinds = INPUTS + CHECKED + RESTORED + NOTED

INPUT_NAMES = frozenset(kind.__name__ for kind in INPUTS)
CHECKED_NAMES = frozenset(kind.__name__ for kind in CHECKED)
RESTORED_NAMES = frozenset(kind.__name__ for kind in RESTORED)

INTENT = "OrderIntent"  # an `OrderApproved` on disk before it leaves; its `OrderApproved` row follows by the tap
