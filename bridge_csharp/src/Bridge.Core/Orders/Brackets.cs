using Bridge.Contracts;
using Bridge.Contracts.Words;
using Bridge.Core.Fills;
using Bridge.Core.Journal;
using Bridge.Core.Publishing;

namespace Bridge.Core.Orders;

/// <summary>Keeps protection as large as what it protects, and says so when a position has lost it.</summary>
internal sealed class Brackets(OrderBook book, OrderActions actions, StuckWatch stuck, FillBook fills, Notices notices)
{
    // An OCA partner's end and the fill that caused it arrive in either order.
    private const long GraceNs = Moments.Second / 2;
    private readonly Dictionary<string, long> checks = new(StringComparer.Ordinal);

    // Entries that ended while it was not certain that the gateway has their protection, and shares they bought since.
    private readonly Dictionary<string, long> unfitted = new(StringComparer.Ordinal);

    /// <summary>When the next check is due.</summary>
    public long NextDueNs => checks.Count == 0 ? Moments.Never : checks.Values.Min();

    /// <summary>An order changed.</summary>
    public void OnChanged(Turn turn, OrderRecord before, OrderRecord after)
    {
        if (after.IsEntryRole)
        {
            Fit(turn, after, late: before.Ended ? after.Filled - before.Filled : 0);
            if (after.Filled > before.Filled && StopGoneOf(after) is { } stop && !HasWorkingStop(after))
            {
                checks.TryAdd(stop.ClientOrderId, turn.SteadyNs + GraceNs);
            }
        }
        else if (Gone(after) && (after.Filled < before.Filled || (!Gone(before) && after.Status != OrderStatuses.Filled)))
        {
            OnProtectionGone(turn, after);
        }
        else if (before.Status == OrderStatuses.Lost && !Gone(after) && book.Find(after.ParentClientOrderId!) is { } entry)
        {
            Fit(turn, entry, late: 0);
        }
    }

    /// <summary>The gateway was asked what works: what could not be fitted before may be now.</summary>
    public void OnCompared(Turn turn)
    {
        foreach (var (name, late) in unfitted.ToArray())
        {
            unfitted.Remove(name);
            Fit(turn, book.Find(name)!, late);
        }
    }

    /// <summary>It was refused, and the gateway does not tell whether it works all the same: as long as that is not known, nothing guards for certain.</summary>
    public void OnDoubt(Turn turn, OrderRecord order)
    {
        var held = fills.PositionOf(new Holding(order.Account, order.Symbol), order.AgentId ?? string.Empty);
        if (order.Purpose == Purposes.Protect && IsStop(order) && (order.Side == Sides.Sell ? held > 0 : held < 0))
        {
            Say(turn, order, $"{order.ClientOrderId} was refused, and no list tells whether it works, while the position in {order.Symbol} is open");
        }
    }

    /// <summary>Check what is due.</summary>
    public void OnTime(Turn turn)
    {
        if (NextDueNs > turn.SteadyNs)
        {
            return;
        }

        foreach (var name in checks.Where(check => check.Value <= turn.SteadyNs).Select(check => check.Key).ToArray())
        {
            checks.Remove(name);
            if (book.Find(name) is { ParentClientOrderId: { } parent } child && Gone(child) && book.Find(parent) is { } entry && HoldsPosition(entry))
            {
                Say(turn, child, $"{name} {HowGone(child)} while the position of {parent} in {entry.Symbol} is open");
            }
        }
    }

    /// <summary>Entries whose position is open and whose stop-loss, once meant, does not work.</summary>
    public IEnumerable<OrderRecord> Unprotected() =>
        book.All.Where(order => order.Role == Roles.StopLoss && Gone(order))
            .Select(stop => book.Find(stop.ParentClientOrderId!))
            .OfType<OrderRecord>()
            .Where(HoldsPosition)
            .Where(entry => !HasWorkingStop(entry));

    // No larger than what is left to protect, and larger than it stood only by what was bought late: an exit may have lowered it. Below 0 is
    // what a correction took back. An entry that was filled has all that it was meant to have, unless its executions were corrected.
    private void Fit(Turn turn, OrderRecord entry, long late)
    {
        if (!entry.Ended || (entry.Status == OrderStatuses.Filled && !fills.IsCorrected(entry.ClientOrderId)))
        {
            return;
        }

        var waits = false;
        foreach (var child in book.ChildrenOf(entry.ClientOrderId).Where(child => !child.Ended))
        {
            // Children that sold as much as was bought have nothing left to protect.
            var share = book.Share(child, entry.Filled);
            var quantity = Math.Min(share, child.Terms.Quantity + late);
            if (child.Filled >= (late < 0 ? quantity : share))
            {
                actions.Cancel(turn, child, commandId: null, reason: "its entry ended, and nothing of it is left to protect");
            }
            else if (child.Terms.Quantity != quantity && stuck.IsThere(child))
            {
                actions.Change(turn, [(child, child.Terms with { Quantity = quantity })], commandId: null);
            }
            else
            {
                waits |= child.Terms.Quantity != quantity;
            }
        }

        if (waits)
        {
            unfitted[entry.ClientOrderId] = unfitted.GetValueOrDefault(entry.ClientOrderId) + late;
        }
    }

    private void OnProtectionGone(Turn turn, OrderRecord child)
    {
        if (book.Find(child.ParentClientOrderId!) is not { } entry)
        {
            return;
        }

        if (entry.Filled > 0)
        {
            checks[child.ClientOrderId] = turn.SteadyNs + GraceNs;
        }
        else if (!Gone(entry) && !entry.CancelAsked && !child.CancelAsked)
        {
            Say(turn, child, $"{child.ClientOrderId} {HowGone(child)} before its entry was filled; the entry is cancelled");
            actions.Cancel(turn, entry, commandId: null, reason: $"its protection {child.ClientOrderId} {HowGone(child)}");
        }
    }

    private OrderRecord? StopGoneOf(OrderRecord entry) => book.ChildrenOf(entry.ClientOrderId)
        .FirstOrDefault(child => child.Role == Roles.StopLoss && Gone(child) && child.Status != OrderStatuses.Filled);

    // What an entry bought and its protection did not sell is still there, unless the agent got rid of it by other orders.
    private bool HoldsPosition(OrderRecord entry)
    {
        if (entry.Filled <= book.ChildrenOf(entry.ClientOrderId).Sum(child => child.Filled))
        {
            return false;
        }

        var held = fills.PositionOf(new Holding(entry.Account, entry.Symbol), entry.AgentId ?? string.Empty);
        return entry.Side == Sides.Buy ? held > 0 : held < 0;
    }

    private bool HasWorkingStop(OrderRecord entry) => book.Live.Any(order =>
        !Gone(order)
        && order.AgentId == entry.AgentId
        && order.Symbol == entry.Symbol
        && order.Side != entry.Side
        && IsStop(order));

    private static bool IsStop(OrderRecord order) => order.OrderType is OrderTypes.Stop or OrderTypes.StopLimit;

    // A lost one may turn up again; until then it guards nothing.
    private static bool Gone(OrderRecord order) => order.Ended || order.Status == OrderStatuses.Lost;

    private static string HowGone(OrderRecord child) => child.Ended ? "ended" : "was lost";

    private void Say(Turn turn, OrderRecord child, string text) => notices.Say(
        turn,
        child.Ended ? Codes.OrderFinal : Codes.Stuck,
        text,
        Meanings.Order,
        NoticeActions.Unprotected,
        clientOrderId: child.ClientOrderId);
}
