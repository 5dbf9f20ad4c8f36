namespace Bridge.Core.Gateway;

/// <summary>An order as it is written and as it is read back. Prices 0 or null: none. Quantity: whole shares, filled ones included.</summary>
public sealed record OrderTicket(
    string Account,
    string OrderRef,
    string Action,
    long Quantity,
    string OrderType,
    decimal? LimitPrice,
    decimal? StopPrice,
    string Tif,
    bool OutsideRth,
    string OcaGroup,
    int OcaType,
    int ParentId,
    bool Transmit);
