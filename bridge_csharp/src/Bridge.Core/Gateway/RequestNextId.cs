namespace Bridge.Core.Gateway;

/// <summary>Ask for nextValidId.</summary>
public sealed record RequestNextId : GatewayRequest;
