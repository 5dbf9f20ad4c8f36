using Bridge.Core.Journal;
using Bridge.Core.Publishing;

namespace Bridge.Core.Orders;

/// <summary>The one way an order changes: book, journal, version and order.status together; then whoever must act on it.</summary>
internal sealed class OrderChanges(OrderBook book, EventOutbox outbox)
{
    /// <summary>Called after a change with the order before and after it.</summary>
    public Action<Turn, OrderRecord, OrderRecord> Changed { get; set; } = (_, _, _) => { };

    /// <summary>A new order.</summary>
    public void Add(Turn turn, OrderRecord order)
    {
        book.Put(order, turn.SteadyNs);
        turn.Remember(order);
    }

    /// <summary>An order as it stands from now on. What people can see raises the version and is told; the rest is only remembered.</summary>
    public OrderRecord Set(Turn turn, OrderRecord after)
    {
        SetTogether(turn, [after]);
        return book.Find(after.ClientOrderId)!;
    }

    /// <summary>Several orders that change in one moment: whoever must act on one of them finds the others changed already.</summary>
    public void SetTogether(Turn turn, IReadOnlyList<OrderRecord> orders)
    {
        foreach (var (before, after) in orders.Select(order => Put(turn, order)).ToArray())
        {
            if (before != after)
            {
                Changed(turn, before, after);
            }
        }
    }

    /// <summary>Publish how it stands, once more or for the first time.</summary>
    public void Tell(Turn turn, OrderRecord order) => outbox.Put(turn, EventShapes.StatusOf(outbox.NextJournaled(turn), order));

    private (OrderRecord Before, OrderRecord After) Put(Turn turn, OrderRecord after)
    {
        var before = book.Find(after.ClientOrderId) ?? after;
        if (before == after)
        {
            return (before, after);
        }

        var seen = before with
        {
            TermsBefore = after.TermsBefore,
            CancelAsked = after.CancelAsked,
            ChangedNs = after.ChangedNs,
        };
        var told = seen != after || EventShapes.TermsOf(before) != EventShapes.TermsOf(after);
        after = after with { ChangedNs = turn.NowNs, Version = told ? before.Version + 1 : before.Version };
        book.Put(after, turn.SteadyNs);
        turn.Remember(after);
        if (told)
        {
            Tell(turn, after);
        }

        return (before, after);
    }
}
