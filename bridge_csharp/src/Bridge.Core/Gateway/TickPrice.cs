namespace Bridge.Core.Gateway;

/// <summary>
/// A price of a quote. TickType 1 bid, 2 ask, 4 last; 66 to 68 the same, delayed. Price −1 or NaN: there is none at the moment.
/// </summary>
public sealed record TickPrice(int RequestId, int TickType, double Price, decimal Size) : GatewayMessage;
