namespace Bridge.Core.Gateway;

/// <summary>
/// An order as it is written and as it is read back. Prices 0 or null: none. Quantity: whole shares, filled ones included; a
/// fractional order (only others have any) is told rounded up. Read back, OcaType is 3 even without a group, Transmit is true, and
/// a completed order has no ParentId.
/// </summary>
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
