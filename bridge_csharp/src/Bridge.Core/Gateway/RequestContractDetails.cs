namespace Bridge.Core.Gateway;

/// <summary>Resolve an instrument.</summary>
public sealed record RequestContractDetails(int RequestId, Contract Contract) : GatewayRequest;
