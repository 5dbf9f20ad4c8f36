namespace Bridge.Core.Gateway;

/// <summary>What a feed delivers: 1 live, 2 frozen, 3 delayed, 4 delayed and frozen.</summary>
public sealed record MarketDataType(int RequestId, int Type) : GatewayMessage;
