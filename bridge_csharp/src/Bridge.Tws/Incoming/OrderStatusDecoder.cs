using Bridge.Core.Gateway;
using Bridge.Tws.Fields;

namespace Bridge.Tws.Incoming;

/// <summary>
/// order, status, filled, remaining, average price, permId, parent, last price, client, whyHeld, capped price.
/// </summary>
internal static class OrderStatusDecoder
{
    public static GatewayMessage Read(ref FieldReader fields, int serverVersion)
    {
        int orderId = fields.Int();
        string status = fields.Word();
        decimal filled = fields.Decimal();
        decimal remaining = fields.DecimalOrNull() ?? 0; // unset in some: the order's own quantity tells it
        decimal? average = fields.DecimalOrNull() is { } price and not 0 ? price : null; // told as 0 before the first fill
        long permId = fields.LongOrZero();
        int parentId = fields.IntOrZero();
        fields.Skip(1);
        int clientId = fields.IntOrZero();
        return new OrderStatus(orderId, status, filled, remaining, average, permId, parentId, clientId, fields.Text());
    }
}
