using Bridge.Contracts;
using Bridge.Contracts.Words;
using Bridge.Core.Effects;
using Bridge.Core.Gateway;
using Bridge.Core.Inputs;
using Bridge.Core.Journal;
using Bridge.Core.Outbound;

namespace Bridge.Core.Orders;

/// <summary>Turns waiting items into messages at the moment they are written, and decides there once more whether they still may be.</summary>
internal sealed class OrderWriter(OrderBook book, OrderChanges changes, StuckWatch stuck, Counters counters)
{
    private const string NotWrittenText = "it was not written to the gateway";
    private const string NoChangeText = "the change was not written to the gateway";
    private const string MayBeUnknownText = "the change was not written: a gateway that does not know the order would place it anew";

    /// <summary>The messages of an item; none: it is void by now.</summary>
    public IReadOnlyList<GatewayRequest> Write(Turn turn, OutboundItem item) => item switch
    {
        NewOrders orders => New(turn, orders),
        ChangedOrders orders => Changed(turn, orders),
        OrderCancelled cancel => Cancelled(turn, cancel),
        Question question => [question.Request],
        _ => [],
    };

    /// <summary>Items that were certainly not written when the session ended.</summary>
    public void Unwritten(Turn turn, IReadOnlyList<OutboundItem> items, string code)
    {
        foreach (var item in items)
        {
            switch (item)
            {
                case NewOrders orders:
                    RejectAll(turn, Members(orders.ClientOrderIds), code, NotWrittenText);
                    break;
                case ChangedOrders orders:
                    foreach (var order in Members(orders.ClientOrderIds))
                    {
                        TakeBack(turn, order, code, NoChangeText);
                    }

                    break;
            }
        }
    }

    /// <summary>Messages that were handed out and did not leave. A cancel goes again with the next connect; questions are asked again there.</summary>
    public void NotWritten(Turn turn, NotWritten failed)
    {
        turn.Log(LogWeight.Warning, $"not written: {failed.Reason}");
        OrderRecord[] orders = [.. failed.Requests.OfType<PlaceOrder>().Select(place => book.ByOrderId(place.OrderId)).OfType<OrderRecord>()];
        OrderRecord[] placed = [.. orders.Where(order => stuck.Of(order.ClientOrderId) is { Kind: StuckKind.Place })];
        counters.Placed -= placed.Length;
        RejectAll(turn, placed, Codes.NotSent, NotWrittenText);
        foreach (var order in orders.Where(order => stuck.Of(order.ClientOrderId) is { Kind: StuckKind.Change, Again: false }))
        {
            stuck.Settled(order.ClientOrderId);
            TakeBack(turn, order, Codes.NotSent, NoChangeText);
        }
    }

    private IReadOnlyList<GatewayRequest> New(Turn turn, NewOrders orders)
    {
        var members = Members(orders.ClientOrderIds);
        if (members.Any(member => member.ExpiresNs <= turn.NowNs))
        {
            RejectAll(turn, members, Codes.Expired, "it expired while it waited to be written");
            return [];
        }

        counters.Placed += members.Length;
        foreach (var member in members)
        {
            stuck.Written(member.ClientOrderId, StuckKind.Place, turn.SteadyNs);
        }

        return [.. members.Select((member, i) => OrderTickets.Place(member, ParentOf(member), i == members.Length - 1))];
    }

    private IReadOnlyList<GatewayRequest> Changed(Turn turn, ChangedOrders orders)
    {
        foreach (var ended in orders.ClientOrderIds.Select(book.Find).OfType<OrderRecord>().Where(order => order.Ended))
        {
            if (orders.CommandId is not null)
            {
                changes.Set(turn, ended with { CommandId = orders.CommandId, Code = Codes.OrderFinal, Reason = "it had ended before the change was written" });
            }
        }

        foreach (var doubtful in Members(orders.ClientOrderIds).Where(stuck.MayBeUnknown))
        {
            TakeBack(turn, doubtful, Codes.Stuck, MayBeUnknownText);
        }

        OrderRecord[] members = [.. Members(orders.ClientOrderIds).Where(order => !order.CancelAsked && !stuck.MayBeUnknown(order))];
        foreach (var member in members)
        {
            stuck.Written(member.ClientOrderId, StuckKind.Change, turn.SteadyNs);
        }

        return [.. members.Select(member => OrderTickets.Place(member, ParentOf(member), transmit: true))];
    }

    private IReadOnlyList<GatewayRequest> Cancelled(Turn turn, OrderCancelled cancel)
    {
        if (book.Find(cancel.ClientOrderId) is not { Ended: false } order)
        {
            return [];
        }

        counters.Cancels++;
        stuck.Written(order.ClientOrderId, cancel.Last ? StuckKind.LastCancel : StuckKind.Cancel, turn.SteadyNs);
        return [new CancelOrder(order.OrderId)];
    }

    // A bracket ends as one: an entry that ended first would have its protection cancelled.
    private void RejectAll(Turn turn, IEnumerable<OrderRecord> orders, string code, string reason) =>
        changes.SetTogether(turn, [.. orders.Select(order => order with { Status = OrderStatuses.Rejected, Code = code, Reason = reason })]);

    private void TakeBack(Turn turn, OrderRecord order, string code, string reason)
    {
        // A change written earlier and not answered yet leaves the terms unknown: the comparison after the connect settles them.
        if (order.TermsBefore is { } before && stuck.Of(order.ClientOrderId) is not { Kind: StuckKind.Change })
        {
            changes.Set(turn, order with { Terms = before, TermsBefore = null, Code = code, Reason = reason });
        }
    }

    private OrderRecord[] Members(IReadOnlyList<string> names) =>
        [.. names.Select(book.Find).OfType<OrderRecord>().Where(order => !order.Ended)];

    private int ParentOf(OrderRecord order) =>
        order.ParentClientOrderId is { } parent && book.Find(parent) is { } entry ? entry.OrderId : 0;
}
