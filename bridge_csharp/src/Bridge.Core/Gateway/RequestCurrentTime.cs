namespace Bridge.Core.Gateway;

/// <summary>A probe: anything alive answers it.</summary>
public sealed record RequestCurrentTime : GatewayRequest;
