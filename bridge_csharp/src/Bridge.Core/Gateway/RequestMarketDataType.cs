namespace Bridge.Core.Gateway;

/// <summary>1 live, 3 delayed where live is not subscribed.</summary>
public sealed record RequestMarketDataType(int Type) : GatewayRequest;
