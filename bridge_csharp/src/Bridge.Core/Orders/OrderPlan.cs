using Bridge.Contracts.Commands;
using Bridge.Contracts.Words;
using Bridge.Core.Journal;

namespace Bridge.Core.Orders;

/// <summary>A submit as orders: the entry, then take-profit and stop-loss. The stop goes last, because the last one sets all of them live.</summary>
internal static class OrderPlan
{
    /// <summary>How many order ids a submit takes.</summary>
    public static int Size(OrderSubmit submit) =>
        1 + (submit.Protection?.TakeProfitPrice is null ? 0 : 1) + (submit.Protection?.StopLossPrice is null ? 0 : 1);

    /// <summary>The orders, entry first, with ids from <paramref name="firstOrderId"/> on.</summary>
    public static IReadOnlyList<OrderRecord> Of(OrderSubmit submit, string fingerprint, int firstOrderId, long nowNs)
    {
        var hasProtection = submit.Protection is not null;
        var entry = new OrderRecord
        {
            ClientOrderId = submit.ClientOrderId,
            OrderId = firstOrderId,
            AgentId = submit.AgentId,
            Account = submit.Account,
            Symbol = submit.Symbol,
            SecType = submit.SecType,
            Exchange = submit.Exchange,
            Currency = submit.Currency,
            Side = submit.Side,
            OrderType = submit.OrderType,
            Terms = new OrderTerms(submit.Quantity, submit.LimitPrice, submit.StopPrice, submit.Tif),
            OutsideRth = submit.OutsideRth,
            Purpose = submit.Purpose,
            Role = Roles.Entry,
            OcaGroup = hasProtection ? null : submit.OcaGroup,
            Fingerprint = fingerprint,
            CommandId = submit.Id,
            ExpiresNs = submit.ExpiresTsNs,
            Status = OrderStatuses.Submitted,
            Version = 1,
            ChangedNs = nowNs,
        };
        var orders = new List<OrderRecord> { entry };
        if (submit.Protection is { } protection)
        {
            var guard = entry with
            {
                Side = entry.Side == Sides.Buy ? Sides.Sell : Sides.Buy,
                OutsideRth = protection.OutsideRth,
                Purpose = Purposes.Protect,
                OcaGroup = submit.OcaGroup ?? submit.ClientOrderId,
                ParentClientOrderId = submit.ClientOrderId,
                Fingerprint = null,
            };
            if (protection.TakeProfitPrice is { } profit)
            {
                orders.Add(guard with
                {
                    ClientOrderId = submit.ClientOrderId + ".tp",
                    OrderId = firstOrderId + orders.Count,
                    OrderType = OrderTypes.Limit,
                    Terms = new OrderTerms(submit.Quantity, profit, null, protection.Tif),
                    Role = Roles.TakeProfit,
                });
            }

            if (protection.StopLossPrice is { } loss)
            {
                orders.Add(guard with
                {
                    ClientOrderId = submit.ClientOrderId + ".sl",
                    OrderId = firstOrderId + orders.Count,
                    OrderType = OrderTypes.Stop,
                    Terms = new OrderTerms(submit.Quantity, null, loss, protection.Tif),
                    Role = Roles.StopLoss,
                });
            }
        }

        return orders;
    }
}
