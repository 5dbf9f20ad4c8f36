using Bridge.Core.Gateway;
using Bridge.Tws.Fields;

namespace Bridge.Tws.Incoming;

/// <summary>What open and completed orders begin with, from the action to the order reference.</summary>
internal readonly record struct OrderHead(
    string Action,
    long Quantity,
    string OrderType,
    decimal? LimitPrice,
    decimal? StopPrice,
    string Tif,
    string OcaGroup,
    string Account,
    string OrderRef)
{
    public static OrderHead Read(ref FieldReader fields)
    {
        string action = fields.Word();
        long quantity = WholeShares(ref fields);
        string type = fields.Word();
        decimal? limit = Price(ref fields);
        decimal? stop = Price(ref fields);
        string tif = fields.Word();
        string group = fields.Word();
        string account = fields.Word();
        fields.Skip(2); // open or close, origin
        return new OrderHead(action, quantity, type, limit, stop, tif, group, account, fields.Word());
    }

    /// <summary>The ticket, with what the later fields told.</summary>
    public OrderTicket Ticket(bool outsideRth, int ocaType, int parentId) => new(
        Account,
        OrderRef,
        Action,
        Quantity,
        OrderType,
        LimitPrice,
        StopPrice,
        Tif,
        outsideRth,
        OcaGroup,
        ocaType,
        parentId,
        Transmit: true);

    // Only orders of others can be fractional; rounding up never understates what they may still do.
    private static long WholeShares(ref FieldReader fields)
    {
        decimal shares = decimal.Ceiling(fields.DecimalOrNull() ?? 0);
        if (shares is < 0 or > long.MaxValue)
        {
            fields.Refuse($"an order of {shares} shares");
            return 0;
        }

        return (long)shares;
    }

    // A market order comes back with prices of 0.
    private static decimal? Price(ref FieldReader fields) => fields.DecimalOrNull() is { } price and not 0 ? price : null;
}
