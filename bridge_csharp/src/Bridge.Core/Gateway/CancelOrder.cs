namespace Bridge.Core.Gateway;

/// <summary>End an order.</summary>
public sealed record CancelOrder(int OrderId) : GatewayRequest;
