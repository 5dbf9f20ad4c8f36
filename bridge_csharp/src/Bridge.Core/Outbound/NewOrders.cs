namespace Bridge.Core.Outbound;

/// <summary>An order, with its protection orders if it has some: written together.</summary>
internal sealed record NewOrders(IReadOnlyList<string> ClientOrderIds) : OutboundItem(Lane.Order, ClientOrderIds.Count);
