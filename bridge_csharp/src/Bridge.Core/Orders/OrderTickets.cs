using Bridge.Contracts.Words;
using Bridge.Core.Gateway;
using Bridge.Core.Journal;

namespace Bridge.Core.Orders;

/// <summary>Orders in the gateway's words.</summary>
internal static class OrderTickets
{
    // Reduces the others of the group without blocking them. Type 1 would cancel the stop as soon as the profit begins to fill.
    private const int OcaReduce = 3;

    /// <summary>The message that places an order, or changes it once it is there.</summary>
    public static PlaceOrder Place(OrderRecord order, int parentOrderId, bool transmit) => new(
        order.OrderId,
        new Contract(order.Symbol, order.SecType, order.Exchange, order.Currency),
        new OrderTicket(
            order.Account,
            order.ClientOrderId,
            order.Side,
            order.Terms.Quantity,
            order.OrderType == OrderTypes.StopLimit ? "STP LMT" : order.OrderType,
            order.Terms.LimitPrice,
            order.Terms.StopPrice,
            order.Terms.Tif,
            order.OutsideRth,
            order.OcaGroup ?? string.Empty,
            order.OcaGroup is null ? 0 : OcaReduce,
            parentOrderId,
            transmit));

    /// <summary>The terms the gateway says an order has. Prices its type does not take are left out, whatever stands in their fields.</summary>
    public static OrderTerms TermsOf(OrderTicket ticket)
    {
        var type = TypeOf(ticket);
        return new OrderTerms(
            ticket.Quantity,
            type is OrderTypes.Limit or OrderTypes.StopLimit ? Given(ticket.LimitPrice) : null,
            type is OrderTypes.Stop or OrderTypes.StopLimit ? Given(ticket.StopPrice) : null,
            ticket.Tif);
    }

    /// <summary>The order type in the words of the wire.</summary>
    public static string TypeOf(OrderTicket ticket) => ticket.OrderType == "STP LMT" ? OrderTypes.StopLimit : ticket.OrderType;

    private static decimal? Given(decimal? price) => price is null or 0 ? null : price;
}
