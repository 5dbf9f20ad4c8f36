using Bridge.Contracts;
using Bridge.Contracts.Commands;
using Bridge.Contracts.Words;
using Bridge.Core.Commands;
using Bridge.Core.Journal;

namespace Bridge.Core.Orders;

/// <summary>A modify against the order it means.</summary>
internal static class OrderChange
{
    /// <summary>What is wrong with it; null: nothing.</summary>
    public static Answer? Judge(OrderRecord order, OrderModify modify)
    {
        if (modify.LimitPrice is not null && order.OrderType is not (OrderTypes.Limit or OrderTypes.StopLimit))
        {
            return Answer.Rejected(Codes.Price, $"{order.OrderType} takes no limit_price");
        }

        if (modify.StopPrice is not null && order.OrderType is not (OrderTypes.Stop or OrderTypes.StopLimit))
        {
            return Answer.Rejected(Codes.Price, $"{order.OrderType} takes no stop_price");
        }

        return modify.Quantity <= order.Filled
            ? Answer.Rejected(Codes.Quantity, $"quantity is {modify.Quantity}, and {order.Filled} shares are filled already")
            : null;
    }

    /// <summary>The terms it asks for. Protection follows its entry's quantity, or part of the position would stand without.</summary>
    public static IReadOnlyList<(OrderRecord Order, OrderTerms Terms)> Of(OrderBook book, StuckWatch stuck, OrderRecord order, OrderModify modify)
    {
        var terms = new OrderTerms(
            modify.Quantity ?? order.Terms.Quantity,
            modify.LimitPrice ?? order.Terms.LimitPrice,
            modify.StopPrice ?? order.Terms.StopPrice,
            modify.Tif ?? order.Terms.Tif);
        var changed = new List<(OrderRecord, OrderTerms)> { (order, terms) };
        if (modify.Quantity is { } quantity)
        {
            changed.AddRange(book.ChildrenOf(order.ClientOrderId)
                .Where(child => !child.Ended && !child.CancelAsked && !stuck.MayBeUnknown(child))
                .Select(child => (child, child.Terms with { Quantity = book.Share(child, quantity) }))
                .Where(pair => pair.Item2 != pair.child.Terms && pair.Item2.Quantity > pair.child.Filled));
        }

        return changed;
    }
}
