namespace Bridge.Core.Gateway;

/// <summary>What an execution cost. RealizedPnl is null while there is none.</summary>
public sealed record CommissionReport(
    string ExecId,
    decimal Amount,
    string Currency,
    decimal? RealizedPnl) : GatewayMessage;
