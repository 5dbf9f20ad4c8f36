namespace Bridge.Core.Gateway;

/// <summary>No more bars.</summary>
public sealed record CancelRealtimeBars(int RequestId) : GatewayRequest;
