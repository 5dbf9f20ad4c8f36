namespace Bridge.Core.Gateway;

/// <summary>One execution. RequestId −1: told as it happened. Side is BUY or SELL, TimeText the gateway's own words.</summary>
public sealed record ExecutionDetails(
    int RequestId,
    int OrderId,
    Contract Contract,
    string ExecId,
    string TimeText,
    string Account,
    string Side,
    decimal Shares,
    decimal Price,
    long PermId,
    int ClientId,
    decimal CumulativeQuantity,
    decimal AveragePrice,
    string OrderRef) : GatewayMessage;
