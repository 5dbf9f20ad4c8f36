namespace Bridge.Core.Gateway;

/// <summary>An instrument, resolved.</summary>
public sealed record ContractDetails(
    int RequestId,
    Contract Contract,
    string PrimaryExchange,
    double MinTick) : GatewayMessage;
