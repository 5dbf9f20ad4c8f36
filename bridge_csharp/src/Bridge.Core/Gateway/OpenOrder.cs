namespace Bridge.Core.Gateway;

/// <summary>
/// An order that works (or just ended), with its status word. Why an Inactive one is held is told by its <see cref="OrderStatus"/> alone,
/// which the gateway sends beside each of these.
/// </summary>
public sealed record OpenOrder(
    int OrderId,
    int ClientId,
    long PermId,
    Contract Contract,
    OrderTicket Order,
    string Status) : GatewayMessage;
