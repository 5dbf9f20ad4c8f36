namespace Bridge.Core.Gateway;

/// <summary>Open orders of this client, or of all.</summary>
public sealed record RequestOpenOrders(bool AllClients) : GatewayRequest;
