namespace Bridge.Core.Gateway;

/// <summary>All executions asked for have been told.</summary>
public sealed record ExecutionDetailsEnd(int RequestId) : GatewayMessage;
