namespace Bridge.Core.Gateway;

/// <summary>
/// An order that works (or just ended), with its status word. WhyHeld is always empty at the versions spoken: why an Inactive order
/// is held is told by its orderStatus alone, which the gateway sends beside each of these.
/// </summary>
public sealed record OpenOrder(
    int OrderId,
    int ClientId,
    long PermId,
    Contract Contract,
    OrderTicket Order,
    string Status,
    string WhyHeld) : GatewayMessage;
