using Bridge.Contracts.Commands;
using Bridge.Contracts.Words;
using Bridge.Core.Journal;

namespace Bridge.Core.Commands;

/// <summary>Cancels that came before the order they mean: MQTT keeps commands in order, but a repeat may come late.</summary>
internal sealed class Overtakings(IEnumerable<Overtaking> restored)
{
    private readonly List<Overtaking> cancels = [.. restored];

    /// <summary>A cancel of an order nobody knows.</summary>
    public void OnUnknown(Turn turn, OrderCancel cancel) => Add(
        turn,
        new Overtaking(cancel.ClientOrderId, null, null, null, cancel.TsNs, cancel.ExpiresTsNs));

    /// <summary>A cancel of many: it covers what was sent before it and comes after it. A submit lives 24 h at most.</summary>
    public void OnCancelAll(Turn turn, OrdersCancelAll cancel) => Add(
        turn,
        new Overtaking(null, cancel.Scope, cancel.AgentId, cancel.Symbol, cancel.TsNs, cancel.TsNs + Moments.Day));

    /// <summary>Whether a cancel came before this order.</summary>
    public bool Cover(OrderSubmit submit, long nowNs) =>
        cancels.Any(cancel => cancel.UntilNs >= nowNs && Covers(cancel, submit));

    private static bool Covers(Overtaking cancel, OrderSubmit submit) => cancel.ClientOrderId is { } one
        ? one == submit.ClientOrderId
        : submit.TsNs <= cancel.TsNs
            && (cancel.Scope == Scopes.All || submit.Purpose == Purposes.Entry)
            && (cancel.AgentId is null || cancel.AgentId == submit.AgentId)
            && (cancel.Symbol is null || cancel.Symbol == submit.Symbol);

    private void Add(Turn turn, Overtaking cancel)
    {
        cancels.RemoveAll(old => old.UntilNs < turn.NowNs);
        cancels.Add(cancel);
        turn.Remember(cancel);
    }
}
