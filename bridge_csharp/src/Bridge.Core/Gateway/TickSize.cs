namespace Bridge.Core.Gateway;

/// <summary>A size of a quote. TickType 0 bid, 3 ask, 5 last; 69 to 71 the same, delayed.</summary>
public sealed record TickSize(int RequestId, int TickType, decimal Size) : GatewayMessage;
