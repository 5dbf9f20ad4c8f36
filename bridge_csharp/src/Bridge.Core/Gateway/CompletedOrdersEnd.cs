namespace Bridge.Core.Gateway;

/// <summary>All completed orders have been told.</summary>
public sealed record CompletedOrdersEnd : GatewayMessage;
