namespace Bridge.Core.Gateway;

/// <summary>How far an order is. AveragePrice is null before the first fill.</summary>
public sealed record OrderStatus(
    int OrderId,
    string Status,
    decimal Filled,
    decimal Remaining,
    decimal? AveragePrice,
    long PermId,
    int ParentId,
    int ClientId,
    string WhyHeld) : GatewayMessage;
