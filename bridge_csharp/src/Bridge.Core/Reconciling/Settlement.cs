using Bridge.Contracts;
using Bridge.Contracts.Events;
using Bridge.Contracts.Words;
using Bridge.Core.Journal;
using Bridge.Core.Orders;
using Bridge.Core.Outbound;
using Bridge.Core.Publishing;

namespace Bridge.Core.Reconciling;

/// <summary>
/// What becomes of orders once every list is there. An order in no list is not called lost yet: its cancel tells. Nothing is placed again.
/// </summary>
internal sealed class Settlement(
    OrderBook book,
    OrderChanges changes,
    OrderActions actions,
    OrderErrors errors,
    OutboundQueue queue,
    StuckWatch stuck,
    Comparison comparison,
    Brackets brackets,
    Notices notices)
{
    private const long SecondLookNs = 10 * Moments.Second;
    private readonly HashSet<string> lostTold = new(StringComparer.Ordinal);

    // Since when orders that the broker once named are missing, by the clock that nobody sets.
    private readonly Dictionary<string, long> missedSince = new(StringComparer.Ordinal);

    /// <summary>Called when another comparison is due after so many ns.</summary>
    public Action<Turn, long> LookAgain { get; set; } = (_, _) => { };

    /// <summary>Settle what a complete comparison can settle; answers the orders that are missing.</summary>
    public IReadOnlyList<Difference> Settle(Turn turn, ReconcileRun run)
    {
        var missing = new List<Difference>();
        var working = comparison.Working(run);
        foreach (var order in book.Live.Where(order => queue.NewOrderOf(order.ClientOrderId) is null))
        {
            if (working.Contains(order.ClientOrderId))
            {
                Found(turn, order);
            }
            else if (Missing(turn, run, order) is { } difference)
            {
                missing.Add(difference);
            }
        }

        return missing;
    }

    /// <summary>
    /// Orders of which a refusal was said that may have been their change's alone. This session's gateway has named them, so its list of
    /// what works decides, whatever becomes of the other lists: a stop that is gone must not wait for them.
    /// </summary>
    public void SettleRefused(Turn turn, ReconcileRun run)
    {
        var working = comparison.Working(run);
        foreach (var order in book.Live)
        {
            // What was said since the list was asked for, it may not know yet.
            if (stuck.Of(order.ClientOrderId) is not { Kind: StuckKind.Refused } watched || watched.SinceNs > run.OpenSinceNs)
            {
                continue;
            }

            if (working.Contains(order.ClientOrderId))
            {
                stuck.Settled(order.ClientOrderId);
            }
            else if (book.ChangedNs(order.ClientOrderId) <= run.OpenSinceNs)
            {
                errors.Rejected(turn, order);
            }
        }
    }

    /// <summary>Orders whose time is up; answers whether lists must be asked.</summary>
    public bool Overdue(Turn turn)
    {
        var ask = false;
        foreach (var name in stuck.Overdue(turn.SteadyNs))
        {
            var order = book.Find(name)!;
            var kind = stuck.Of(name)?.Kind;
            if (kind == StuckKind.LastCancel)
            {
                errors.Lost(turn, order, "in no list, and its cancel was not answered");
                continue;
            }

            ask = true;
            if (kind == StuckKind.Refused)
            {
                brackets.OnDoubt(turn, order);
            }
        }

        return ask;
    }

    private void Found(Turn turn, OrderRecord order)
    {
        missedSince.Remove(order.ClientOrderId);
        if (stuck.Of(order.ClientOrderId) is not { Asked: true, Kind: not StuckKind.Refused } watched)
        {
            return;
        }

        if (watched.Kind == StuckKind.Cancel && !watched.Again)
        {
            actions.SendCancel(order.ClientOrderId);
            return;
        }

        stuck.Settled(order.ClientOrderId);
        if (watched.Kind == StuckKind.Cancel)
        {
            GiveUpCancel(turn, order);
        }
        else if (watched.Kind == StuckKind.Place && order.AddsRisk)
        {
            notices.Say(turn, Codes.Stuck, $"{order.ClientOrderId} was not confirmed in time; it is cancelled", Meanings.Order, NoticeActions.Cancelled, clientOrderId: order.ClientOrderId);
            actions.Cancel(turn, order, commandId: null, Codes.Stuck, "not confirmed in time");
        }
    }

    private void GiveUpCancel(Turn turn, OrderRecord order)
    {
        var text = order is { TwsCode: not null, Reason: { } why }
            ? $"{order.ClientOrderId} works on: two cancels of it were refused: {why}"
            : $"{order.ClientOrderId} works on: two cancels of it were not answered";
        notices.Say(turn, Codes.Stuck, text, Meanings.Order, clientOrderId: order.ClientOrderId);
        changes.Set(turn, order with
        {
            CancelAsked = false,
            Status = order.Filled > 0 ? OrderStatuses.PartiallyFilled : OrderStatuses.Accepted,
            Code = Codes.Stuck,
            Reason = text,
        });
    }

    private Difference? Missing(Turn turn, ReconcileRun run, OrderRecord order)
    {
        if (order.Status == OrderStatuses.Lost)
        {
            return lostTold.Add(order.ClientOrderId) ? MissingOf(order, Resolutions.Lost) : null;
        }

        // What was written, answered or changed since the lists were asked may be missing from them rightly.
        var watched = stuck.Of(order.ClientOrderId);
        if (watched is { Asked: false } or { Kind: StuckKind.Refused } || watched?.SinceNs > run.OpenSinceNs || book.ChangedNs(order.ClientOrderId) > run.OpenSinceNs)
        {
            return null;
        }

        if (OrderErrors.Refused(order))
        {
            errors.Rejected(turn, order);
            return null;
        }

        if (MustLookTwice(turn, order) is { } waitNs)
        {
            // Until then it is looked for, and nothing is written that might place it.
            if (watched is null or { Kind: StuckKind.Change })
            {
                stuck.Ask(order.ClientOrderId, StuckKind.Unexplained, turn.SteadyNs);
            }

            LookAgain(turn, waitNs);
        }
        else
        {
            missedSince.Remove(order.ClientOrderId);
            actions.SendCancel(order.ClientOrderId, last: true);
        }

        return MissingOf(order, Resolutions.None);
    }

    // A gateway that has just started may tell its list before it has it, and the cancel that finds a lost order out ends a living one: what
    // the broker once named is looked for a second time. One that is to be cancelled anyway loses nothing.
    private long? MustLookTwice(Turn turn, OrderRecord order)
    {
        if (order.PermId == 0 || order.CancelAsked)
        {
            return null;
        }

        missedSince.TryAdd(order.ClientOrderId, turn.SteadyNs);
        var left = missedSince[order.ClientOrderId] + SecondLookNs - turn.SteadyNs;
        return left > 0 ? left : null;
    }

    private static Difference MissingOf(OrderRecord order, string resolution) => new()
    {
        Kind = DifferenceKinds.OrderMissing,
        ClientOrderId = order.ClientOrderId,
        PermId = order.PermId == 0 ? null : order.PermId,
        Symbol = order.Symbol,
        Journal = order.Status,
        Resolution = resolution,
    };
}
