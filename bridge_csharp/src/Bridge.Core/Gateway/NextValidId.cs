namespace Bridge.Core.Gateway;

/// <summary>The smallest order id the gateway accepts from us.</summary>
public sealed record NextValidId(int OrderId) : GatewayMessage;
