using Bridge.Core.Journal;
using Bridge.Core.Publishing;

namespace Bridge.Core.Fills;

/// <summary>What executions cost, told after their fill: a commission that comes first is held, on disk, until the fill is there.</summary>
internal sealed class Commissions(FillBook fills, EventOutbox outbox, IReadOnlyDictionary<string, BookedCommission> restored)
{
    private readonly Dictionary<string, BookedCommission> byExecId = new(restored, StringComparer.Ordinal);

    /// <summary>The gateway told a commission; the same one again does nothing.</summary>
    public void OnReport(Turn turn, string execId, decimal amount, string currency, decimal? realizedPnl)
    {
        var cost = new BookedCommission(execId, amount, currency, realizedPnl, Held: !fills.Knows(ExecId.Of(execId)));
        if (byExecId.TryGetValue(execId, out var before) && before == cost)
        {
            return;
        }

        Book(turn, cost);
    }

    /// <summary>An execution was booked and told.</summary>
    public void OnFill(Turn turn, string execId)
    {
        if (byExecId.TryGetValue(execId, out var cost) && cost.Held)
        {
            Book(turn, cost with { Held = false });
        }
    }

    private void Book(Turn turn, BookedCommission cost)
    {
        byExecId[cost.ExecId] = cost;
        turn.Remember(cost);
        if (!cost.Held)
        {
            var order = fills.Find(ExecId.Of(cost.ExecId).Key)?.ClientOrderId;
            outbox.Put(turn, EventShapes.CommissionOf(outbox.NextJournaled(turn), cost, order));
        }
    }
}
