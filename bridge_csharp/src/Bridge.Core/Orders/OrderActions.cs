using Bridge.Contracts.Words;
using Bridge.Core.Journal;
using Bridge.Core.Outbound;

namespace Bridge.Core.Orders;

/// <summary>What the bridge does to orders: place, change, cancel. Everything is journaled in the turn that asks for it.</summary>
internal sealed class OrderActions(OrderBook book, OrderChanges changes, OutboundQueue queue, StuckWatch stuck)
{
    /// <summary>Whether the gateway takes messages now. Cancels wait for it; orders are not queued through an outage.</summary>
    public bool Connected { get; set; }

    /// <summary>New orders of one bracket, entry first; they are written together.</summary>
    public void Place(Turn turn, IReadOnlyList<OrderRecord> orders)
    {
        foreach (var order in orders)
        {
            changes.Add(turn, order);
        }

        queue.Add(new NewOrders([.. orders.Select(order => order.ClientOrderId)]));
    }

    /// <summary>Orders with new terms, written together as they stand at the moment of writing.</summary>
    public void Change(Turn turn, IReadOnlyList<(OrderRecord Order, OrderTerms Terms)> wanted, string? commandId)
    {
        foreach (var (order, terms) in wanted)
        {
            changes.Set(turn, order with
            {
                Terms = terms,
                // One that was never written has nothing to fall back to.
                TermsBefore = queue.NewOrderOf(order.ClientOrderId) is null ? order.TermsBefore ?? order.Terms : null,
                CommandId = commandId ?? order.CommandId,
                Code = null,
                TwsCode = null,
                Reason = null,
            });
        }

        turn.FlushFirst = true;
        string[] names = [.. wanted.Select(pair => pair.Order.ClientOrderId)];
        if (names.Any(name => queue.NewOrderOf(name) is null && !queue.HasChangeOf(name)))
        {
            queue.Add(new ChangedOrders(names, commandId));
        }
    }

    /// <summary>End an order. One still waiting to be written ends at once, and its protection with it; else a cancel goes out first of all.</summary>
    public void Cancel(Turn turn, OrderRecord order, string? commandId, string? code = null, string? reason = null)
    {
        if (order.Ended)
        {
            return;
        }

        if (queue.NewOrderOf(order.ClientOrderId) is { } waiting)
        {
            Withdraw(turn, order, waiting, commandId, code);
            return;
        }

        changes.Set(turn, order with
        {
            CancelAsked = true,
            Status = order.Status == OrderStatuses.Lost ? order.Status : OrderStatuses.CancelPending,
            CommandId = commandId ?? order.CommandId,
            Code = code,
            TwsCode = null,
            Reason = reason,
        });
        turn.FlushFirst = true;
        var underWay = stuck.Of(order.ClientOrderId) is { Kind: StuckKind.Cancel, Asked: false };
        if (!underWay)
        {
            SendCancel(order.ClientOrderId);
        }
    }

    /// <summary>Write a cancel that is already journaled, now or first of all after the next connect.</summary>
    public void SendCancel(string clientOrderId, bool last = false)
    {
        if (Connected && !queue.HasCancelOf(clientOrderId))
        {
            queue.Add(new OrderCancelled(clientOrderId, last));
        }
    }

    /// <summary>The gateway is there again: cancels that nobody answered go before everything.</summary>
    public void SendOpenCancels()
    {
        foreach (var order in book.Live.Where(order => order.CancelAsked))
        {
            SendCancel(order.ClientOrderId);
        }
    }

    private void Withdraw(Turn turn, OrderRecord order, NewOrders waiting, string? commandId, string? code)
    {
        IEnumerable<string> ending = order.ClientOrderId == waiting.ClientOrderIds[0] ? waiting.ClientOrderIds : [order.ClientOrderId];
        if (order.ClientOrderId == waiting.ClientOrderIds[0])
        {
            queue.Remove(waiting);
        }

        changes.SetTogether(turn, [.. ending.Select(book.Find).OfType<OrderRecord>().Where(member => !member.Ended).Select(member => member with
        {
            CancelAsked = true,
            Status = OrderStatuses.Cancelled,
            CommandId = commandId ?? member.CommandId,
            Code = code,
            Reason = "cancelled before it was written",
        })]);
        turn.FlushFirst = true;
    }
}
