namespace Bridge.Core.Gateway;

/// <summary>The answer is no longer wanted.</summary>
public sealed record CancelHistory(int RequestId) : GatewayRequest;
