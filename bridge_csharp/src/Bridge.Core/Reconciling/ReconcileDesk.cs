using Bridge.Contracts.Events;
using Bridge.Contracts.Words;
using Bridge.Core.Journal;
using Bridge.Core.Link;
using Bridge.Core.Orders;

namespace Bridge.Core.Reconciling;

/// <summary>What follows from a comparison: orders are settled, differences told, the gate opened.</summary>
internal sealed class ReconcileDesk(
    Comparison comparison,
    Settlement settlement,
    ReconcileReport report,
    PositionWatch positions,
    Brackets brackets,
    Strays strays,
    OrderGate gate)
{
    private readonly Dictionary<(string, long), Difference> conflicts = [];
    private readonly HashSet<long> conflictsTold = [];

    /// <summary>An order of ours was named under a second permanent id; answers whether that is news.</summary>
    public bool Conflict(OrderRecord order, long permId) => conflicts.TryAdd((order.ClientOrderId, permId), new Difference
    {
        Kind = DifferenceKinds.TwoPermIds,
        ClientOrderId = order.ClientOrderId,
        PermId = permId,
        Symbol = order.Symbol,
        Journal = order.PermId.ToString(System.Globalization.CultureInfo.InvariantCulture),
        Gateway = permId.ToString(System.Globalization.CultureInfo.InvariantCulture),
        Resolution = Resolutions.None,
    });

    /// <summary>A comparison ended.</summary>
    public void Finish(Turn turn, ReconcileRun run)
    {
        List<Difference> differences =
        [
            .. Comparison.RecoveredFills(run),
            .. comparison.UnknownOrders(run),
            .. comparison.Positions(run, gate.Serves),
            .. Conflicts(run),
        ];
        if (run.OpenOrders is not null)
        {
            settlement.SettleRefused(turn, run);
        }

        if (run.Complete)
        {
            differences.AddRange(settlement.Settle(turn, run));
            differences.AddRange(comparison.Unprotected());
            positions.Told(run.Positions!);
            gate.Reconciled = true;
        }

        if (run.OpenOrders is { } open)
        {
            strays.Told(open.Working);
        }

        brackets.OnCompared(turn);
        report.Publish(turn, run, differences);
    }

    // Told for as long as the second order works, and at least once: what it filled meanwhile stands in the executions.
    private IEnumerable<Difference> Conflicts(ReconcileRun run)
    {
        var working = (run.OpenOrders?.Working ?? []).Select(order => order.PermId).ToHashSet();
        return [.. conflicts.Values.Where(conflict => conflictsTold.Add(conflict.PermId!.Value) || run.OpenOrders is null || working.Contains(conflict.PermId.Value))];
    }
}
