namespace Bridge.Core.Gateway;

/// <summary>Bid, ask, last.</summary>
public sealed record SubscribeQuotes(int RequestId, Contract Contract) : GatewayRequest;
