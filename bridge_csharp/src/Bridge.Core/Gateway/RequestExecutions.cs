namespace Bridge.Core.Gateway;

/// <summary>The day's executions, of this client or (ClientId 0) of all.</summary>
public sealed record RequestExecutions(int RequestId, int ClientId) : GatewayRequest;
