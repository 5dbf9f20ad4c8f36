namespace Bridge.Core.Gateway;

/// <summary>The bars of one history request; Complete false: more of the same request follows.</summary>
public sealed record HistoricalData(int RequestId, IReadOnlyList<HistoricalBar> Bars, bool Complete) : GatewayMessage;
