namespace Bridge.Core.Gateway;

/// <summary>What an account holds of one instrument.</summary>
public sealed record PositionReport(
    string Account,
    Contract Contract,
    decimal Quantity,
    decimal AverageCost) : GatewayMessage;
