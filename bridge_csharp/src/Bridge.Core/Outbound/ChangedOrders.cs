namespace Bridge.Core.Outbound;

/// <summary>Orders whose terms changed: written with whatever terms they have by then. CommandId: who asked; null: the bridge itself.</summary>
internal sealed record ChangedOrders(IReadOnlyList<string> ClientOrderIds, string? CommandId) : OutboundItem(Lane.Order, ClientOrderIds.Count);
