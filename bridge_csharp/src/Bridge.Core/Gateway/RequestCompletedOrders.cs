namespace Bridge.Core.Gateway;

/// <summary>Orders that ended today.</summary>
public sealed record RequestCompletedOrders(bool ApiOnly) : GatewayRequest;
