namespace Bridge.Core.Gateway;

/// <summary>Positions now, and every change from then on.</summary>
public sealed record RequestPositions : GatewayRequest;
