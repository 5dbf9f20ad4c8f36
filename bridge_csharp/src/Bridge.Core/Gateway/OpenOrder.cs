namespace Bridge.Core.Gateway;

/// <summary>An order that works (or just ended), with its status word.</summary>
public sealed record OpenOrder(
    int OrderId,
    int ClientId,
    long PermId,
    Contract Contract,
    OrderTicket Order,
    string Status,
    string WhyHeld) : GatewayMessage;
