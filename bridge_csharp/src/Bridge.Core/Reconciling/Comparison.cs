using System.Globalization;
using Bridge.Contracts.Events;
using Bridge.Contracts.Words;
using Bridge.Core.Fills;
using Bridge.Core.Gateway;
using Bridge.Core.Journal;
using Bridge.Core.Orders;

namespace Bridge.Core.Reconciling;

/// <summary>What differs between the journal and what the gateway told. Lists it did not tell make no differences.</summary>
internal sealed class Comparison(OrderBook book, FillBook fills, Brackets brackets, int clientId)
{
    /// <summary>Executions first seen now.</summary>
    public static IEnumerable<Difference> RecoveredFills(ReconcileRun run) => run.Recovered.Select(fill => new Difference
    {
        Kind = DifferenceKinds.FillRecovered,
        ClientOrderId = fill.ClientOrderId,
        PermId = fill.PermId,
        Symbol = fill.Symbol,
        Gateway = string.Create(CultureInfo.InvariantCulture, $"{fill.ExecId}: {fill.Side} {fill.Quantity} at {fill.Price}"),
        Resolution = Resolutions.Recovered,
    });

    /// <summary>Working orders the journal does not have, or holds for ended.</summary>
    public IEnumerable<Difference> UnknownOrders(ReconcileRun run)
    {
        foreach (var order in run.OpenOrders?.Working ?? [])
        {
            var ours = order.ClientId == clientId;
            var match = OrderMatch.Find(book, ours, order.OrderId, order.PermId, order.Order.OrderRef);
            if (match.Order is not { } known || (match is { Conflict: false, Order.Ended: true } && book.ChangedNs(known.ClientOrderId) < run.OpenSinceNs))
            {
                yield return new Difference
                {
                    Kind = ours && order.Order.OrderRef.Length > 0 ? DifferenceKinds.OrderUnknown : DifferenceKinds.ManualOrder,
                    ClientOrderId = match.Order?.ClientOrderId,
                    PermId = order.PermId == 0 ? null : order.PermId,
                    Symbol = order.Contract.Symbol,
                    Journal = match.Order?.Status,
                    Gateway = string.Create(CultureInfo.InvariantCulture, $"{order.Status}: {order.Order.Action} {order.Order.Quantity} {order.Order.OrderType}"),
                    Resolution = Resolutions.None,
                };
            }
        }
    }

    /// <summary>Positions that the fills do not add up to, of the accounts served. Fills that could not be told make no difference.</summary>
    public IEnumerable<Difference> Positions(ReconcileRun run, Func<string, bool> serves)
    {
        if (run is not { Executions: not null, Positions: { } told })
        {
            yield break;
        }

        var gateway = told.Where(position => position.Contract.SecType == SecTypes.Stock).ToLookup(KeyOf, position => position.Quantity);
        foreach (var key in gateway.Select(group => group.Key).Union(fills.Positions.Keys).OrderBy(key => key.Symbol, StringComparer.Ordinal))
        {
            decimal journal = fills.Positions.GetValueOrDefault(key);
            if (serves(key.Account) && gateway[key].Sum() != journal)
            {
                yield return new Difference
                {
                    Kind = DifferenceKinds.Position,
                    Symbol = key.Symbol,
                    Journal = journal.ToString(CultureInfo.InvariantCulture),
                    Gateway = gateway[key].Sum().ToString(CultureInfo.InvariantCulture),
                    Resolution = Resolutions.None,
                };
            }
        }
    }

    /// <summary>Positions whose stop-loss is gone.</summary>
    public IEnumerable<Difference> Unprotected() => brackets.Unprotected().Select(entry => new Difference
    {
        Kind = DifferenceKinds.Unprotected,
        ClientOrderId = entry.ClientOrderId,
        Symbol = entry.Symbol,
        Journal = fills.PositionOf(new Holding(entry.Account, entry.Symbol), entry.AgentId ?? string.Empty).ToString(CultureInfo.InvariantCulture),
        Resolution = Resolutions.None,
    });

    /// <summary>Names of our orders that the gateway works.</summary>
    public HashSet<string> Working(ReconcileRun run) => (run.OpenOrders?.Working ?? [])
        .Select(open => OrderMatch.Find(book, open.ClientId == clientId, open.OrderId, open.PermId, open.Order.OrderRef))
        .Where(match => match is { Conflict: false, Order: not null })
        .Select(match => match.Order!.ClientOrderId)
        .ToHashSet(StringComparer.Ordinal);

    private static Holding KeyOf(PositionReport position) => new(position.Account, position.Contract.Symbol);
}
