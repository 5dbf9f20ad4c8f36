namespace Bridge.Core.Gateway;

/// <summary>Place an order, or change one that has the same id.</summary>
public sealed record PlaceOrder(int OrderId, Contract Contract, OrderTicket Order) : GatewayRequest;
