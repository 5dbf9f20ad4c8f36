namespace Bridge.Core.Gateway;

/// <summary>All open orders have been told.</summary>
public sealed record OpenOrderEnd : GatewayMessage;
