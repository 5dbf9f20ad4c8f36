namespace Bridge.Core.Gateway;

/// <summary>An order that ended today. It has no order id: match it by PermId, then by OrderRef.</summary>
public sealed record CompletedOrder(
    long PermId,
    Contract Contract,
    OrderTicket Order,
    string Status,
    decimal Filled,
    string CompletedStatus) : GatewayMessage;
