namespace Bridge.Core.Gateway;

/// <summary>No more quotes.</summary>
public sealed record CancelQuotes(int RequestId) : GatewayRequest;
