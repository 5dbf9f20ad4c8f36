namespace Bridge.Core.Outbound;

/// <summary>A cancel. Last: of an order that is in no list, to hear from the gateway that it is nowhere.</summary>
internal sealed record OrderCancelled(string ClientOrderId, bool Last = false) : OutboundItem(Lane.Cancel, 1);
