namespace Bridge.Core.Gateway;

/// <summary>All instruments of a request have been told.</summary>
public sealed record ContractDetailsEnd(int RequestId) : GatewayMessage;
