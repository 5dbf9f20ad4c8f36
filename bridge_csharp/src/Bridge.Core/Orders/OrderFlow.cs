using Bridge.Contracts;
using Bridge.Contracts.Words;
using Bridge.Core.Fills;
using Bridge.Core.Gateway;
using Bridge.Core.Journal;
using Bridge.Core.Outbound;

namespace Bridge.Core.Orders;

/// <summary>What the gateway says about orders, told into the book. An order that ended stays ended; only late fills still raise it, and corrections lower it.</summary>
internal sealed class OrderFlow(
    OrderBook book,
    OrderChanges changes,
    FillBook fills,
    OrderIds ids,
    OutboundQueue queue,
    StuckWatch stuck,
    int clientId)
{
    /// <summary>Called when a message names an order of ours under a permanent id that is not the journal's; the message is not applied.</summary>
    public Action<Turn, OrderRecord, long> Conflicted { get; set; } = (_, _, _) => { };

    /// <summary>
    /// An order with its terms. Words of an end, and Inactive that may be one, are left to the status that follows: this message has neither
    /// fills nor reasons.
    /// </summary>
    public void OnOpenOrder(Turn turn, OpenOrder said)
    {
        if (Applied(turn, said.ClientId, said.OrderId, said.PermId, said.Order.OrderRef) is not { Ended: false } order)
        {
            return;
        }

        if (OrderWords.Works(said.Status, whyHeld: string.Empty))
        {
            order = Stand(turn, order, OrderWords.StatusOf(said.Status, whyHeld: string.Empty), order.Filled, order.AveragePrice);
        }

        ConfirmTerms(turn, order, OrderTickets.TermsOf(said.Order));
    }

    /// <summary>How far an order is.</summary>
    public void OnStatus(Turn turn, OrderStatus said)
    {
        if (Applied(turn, said.ClientId, said.OrderId, said.PermId, string.Empty) is { } order)
        {
            Stand(turn, order, OrderWords.StatusOf(said.Status, said.WhyHeld), (long)said.Filled, said.AveragePrice);
        }
    }

    /// <summary>An order that ended today. It may tell what no status told while we were away.</summary>
    public void OnCompleted(Turn turn, CompletedOrder said)
    {
        if (Applied(turn, clientId, 0, said.PermId, said.Order.OrderRef) is { Ended: false } order)
        {
            Stand(turn, order, OrderWords.StatusOf(said.Status, string.Empty), (long)said.Filled, order.AveragePrice);
        }
    }

    /// <summary>An execution of this order was booked; so many shares are booked in all. Recovered: a list told it, perhaps long after.</summary>
    public void OnFill(Turn turn, OrderRecord order, long booked, decimal? averagePrice, bool recovered)
    {
        if (recovered)
        {
            stuck.Reached(order.ClientOrderId);
        }
        else
        {
            Named(order);
        }

        // A smaller quantity that is not confirmed may yet be refused, and the order work on.
        var whole = booked >= Math.Max(order.Terms.Quantity, order.TermsBefore?.Quantity ?? 0);
        Stand(turn, order, whole ? OrderStatuses.Filled : OrderStatuses.Accepted, booked, averagePrice);
    }

    private OrderRecord? Applied(Turn turn, int saidClientId, int orderId, long permId, string orderRef)
    {
        var ours = saidClientId == clientId;
        if (ours)
        {
            ids.Seen(orderId);
        }

        var (order, conflict) = OrderMatch.Find(book, ours, orderId, permId, orderRef);
        if (order is null)
        {
            return null;
        }

        if (conflict)
        {
            Conflicted(turn, order, permId);
            return null;
        }

        Named(order);
        return order.PermId == 0 && permId != 0 ? order with { PermId = permId } : order;
    }

    private void Named(OrderRecord order)
    {
        if (!order.Ended)
        {
            stuck.Named(order.ClientOrderId);
        }
    }

    private OrderRecord Stand(Turn turn, OrderRecord order, string? status, long filled, decimal? averagePrice)
    {
        var before = order.Filled;
        order = Figures(order, filled, averagePrice);
        if (order.Ended)
        {
            return order.Filled != before || fills.IsCorrected(order.ClientOrderId) ? changes.Set(turn, order) : book.Find(order.ClientOrderId)!;
        }

        var next = Next(order, status);
        var moved = next != order.Status || order.Filled != before;

        // Lists are asked whether what was refused is the change or the whole order: then the words are of this end. So they are where a
        // new session, or a start, came in between.
        var lookedFor = stuck.Of(order.ClientOrderId) is { Kind: StuckKind.Refused or StuckKind.Unexplained } || book.ChangedNs(order.ClientOrderId) < 0;
        var whole = next == OrderStatuses.Rejected && lookedFor && OrderErrors.SaysRefused(order);
        if (moved && !whole && order.Status != OrderStatuses.CancelPending)
        {
            order = order with { Code = null, TwsCode = null, Reason = null };
        }

        return changes.Set(turn, order with { Status = next });
    }

    // Never less than was told before, unless a correction took it back: then the executions alone count, and a figure of before raises nothing.
    private OrderRecord Figures(OrderRecord order, long filled, decimal? averagePrice)
    {
        if (fills.IsCorrected(order.ClientOrderId))
        {
            var (booked, price) = fills.FilledOf(order.ClientOrderId);
            return order with { Filled = booked, AveragePrice = price };
        }

        return order with
        {
            Filled = Math.Max(order.Filled, filled),
            AveragePrice = filled >= order.Filled && averagePrice > 0 ? averagePrice : order.AveragePrice,
        };
    }

    private static string Next(OrderRecord order, string? status) => status switch
    {
        null when order.Status != OrderStatuses.Lost => order.Status,
        OrderStatuses.Filled or OrderStatuses.Cancelled or OrderStatuses.Rejected => status,
        _ when order.CancelAsked || status == OrderStatuses.CancelPending => OrderStatuses.CancelPending,
        _ => order.Filled > 0 ? OrderStatuses.PartiallyFilled : OrderStatuses.Accepted,
    };

    private void ConfirmTerms(Turn turn, OrderRecord order, OrderTerms said)
    {
        if (order.Ended || queue.HasChangeOf(order.ClientOrderId))
        {
            return;
        }

        // Changed without us: by a preset, by hand, or because a partner of its group was filled.
        if (order.TermsBefore is null)
        {
            changes.Set(turn, order with { Terms = said });
            return;
        }

        if (said == order.Terms)
        {
            stuck.Changed(order.ClientOrderId);
            changes.Set(turn, order with { TermsBefore = null });
            return;
        }

        // Until the change had time to be answered, a message may still show the terms before it.
        if (stuck.Of(order.ClientOrderId) is { Kind: StuckKind.Change, Asked: false })
        {
            return;
        }

        stuck.Settled(order.ClientOrderId);
        changes.Set(turn, order with
        {
            Terms = said,
            TermsBefore = null,
            Code = Codes.Stuck,
            Reason = "the change did not take effect; these are the gateway's terms",
        });
    }
}
