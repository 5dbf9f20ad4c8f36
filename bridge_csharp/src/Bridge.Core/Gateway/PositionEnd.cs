namespace Bridge.Core.Gateway;

/// <summary>All positions have been told; changes follow by themselves.</summary>
public sealed record PositionEnd : GatewayMessage;
