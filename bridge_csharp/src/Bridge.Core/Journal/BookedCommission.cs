namespace Bridge.Core.Journal;

/// <summary>What an execution cost. Held: its fill is not booked yet, so nothing was published.</summary>
public sealed record BookedCommission(string ExecId, decimal Amount, string Currency, decimal? RealizedPnl, bool Held);
