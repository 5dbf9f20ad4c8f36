using Bridge.Contracts.Commands;
using Bridge.Contracts.Words;

namespace Bridge.Contracts.Reading;

/// <summary>What the fields of an order owe each other. The largest quantity is an option, so the core judges that.</summary>
internal static class OrderRules
{
    public static void Judge(OrderSubmit order, FieldReader fields)
    {
        if (order.Quantity < 1)
        {
            fields.Refuse(Codes.Quantity, $"quantity is {order.Quantity}; an order has at least 1 share");
        }

        Prices(order, fields);
        if (order.Protection is { } protection)
        {
            Protection(order, protection, fields);
        }
    }

    public static void Judge(OrderModify change, FieldReader fields)
    {
        if (change.Quantity < 1)
        {
            fields.Refuse(Codes.Quantity, $"quantity is {change.Quantity}; an order has at least 1 share");
        }

        if (change is { Quantity: null, LimitPrice: null, StopPrice: null, Tif: null })
        {
            fields.Refuse(Codes.Malformed, "nothing changes: give quantity, limit_price, stop_price or tif");
        }
    }

    private static void Prices(OrderSubmit order, FieldReader fields)
    {
        var limit = order.OrderType is OrderTypes.Limit or OrderTypes.StopLimit;
        var stop = order.OrderType is OrderTypes.Stop or OrderTypes.StopLimit;
        Owed("limit_price", order.LimitPrice, limit);
        Owed("stop_price", order.StopPrice, stop);

        void Owed(string name, decimal? price, bool wanted)
        {
            if (price.HasValue != wanted)
            {
                fields.Refuse(Codes.Price, $"{order.OrderType} takes {(wanted ? "a" : "no")} {name}");
            }
        }
    }

    private static void Protection(OrderSubmit order, Protection protection, FieldReader fields)
    {
        if (order.Purpose != Purposes.Entry)
        {
            fields.Refuse(Codes.Unsupported, $"only an entry takes protection; this order's purpose is {order.Purpose}");
        }

        if (protection is { StopLossPrice: null, TakeProfitPrice: null })
        {
            fields.Refuse(Codes.Price, "protection needs stop_loss_price, take_profit_price or both");
        }

        // Turned round for a sale, the same rule holds: stop-loss < the order's own price < take-profit.
        var sign = order.Side == Sides.Sell ? -1 : 1;
        decimal?[] rising = [protection.StopLossPrice, order.LimitPrice ?? order.StopPrice, protection.TakeProfitPrice];
        var given = rising.Where(price => price.HasValue).Select(price => sign * price!.Value).ToArray();
        if (given.Zip(given.Skip(1)).Any(pair => pair.First >= pair.Second))
        {
            var (loss, profit) = sign == 1 ? ("below", "above") : ("above", "below");
            fields.Refuse(Codes.Price, $"for {order.Side} the stop-loss lies {loss} and the take-profit {profit} the order's price");
        }
    }
}
