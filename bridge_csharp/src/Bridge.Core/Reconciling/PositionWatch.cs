using Bridge.Contracts.Events;
using Bridge.Contracts.Words;
using Bridge.Core.Fills;
using Bridge.Core.Gateway;

namespace Bridge.Core.Reconciling;

/// <summary>
/// Positions as they change between comparisons. A change that fills do not explain within 2 s is news; a difference that was already told
/// is not.
/// </summary>
internal sealed class PositionWatch(FillBook fills)
{
    private const long GraceNs = 2 * Moments.Second;
    private readonly Dictionary<Holding, decimal> gateway = [];
    private readonly Dictionary<Holding, decimal> told = [];

    /// <summary>When the next look is due.</summary>
    public long NextDueNs { get; private set; } = Moments.Never;

    /// <summary>A position changed.</summary>
    public void On(PositionReport said, long steadyNs)
    {
        if (said.Contract.SecType != SecTypes.Stock)
        {
            return;
        }

        gateway[KeyOf(said)] = said.Quantity;
        if (Unexplained(KeyOf(said)))
        {
            NextDueNs = Math.Min(NextDueNs, steadyNs + GraceNs);
        }
    }

    /// <summary>A comparison was complete: what differs now has been told.</summary>
    public void Told(IReadOnlyList<PositionReport> positions)
    {
        gateway.Clear();
        told.Clear();
        foreach (var position in positions.Where(position => position.Contract.SecType == SecTypes.Stock))
        {
            gateway[KeyOf(position)] = position.Quantity;
        }

        foreach (var key in gateway.Keys.Union(fills.Positions.Keys))
        {
            told[key] = DifferenceOf(key);
        }

        NextDueNs = Moments.Never;
    }

    /// <summary>Whether something is unexplained by now; asked once a change.</summary>
    public bool Due(long steadyNs)
    {
        if (NextDueNs > steadyNs)
        {
            return false;
        }

        NextDueNs = Moments.Never;
        return gateway.Keys.Any(Unexplained);
    }

    /// <summary>The session ended: what the gateway held then says nothing any more.</summary>
    public void Forget()
    {
        gateway.Clear();
        NextDueNs = Moments.Never;
    }

    private bool Unexplained(Holding key) => DifferenceOf(key) != told.GetValueOrDefault(key);

    private decimal DifferenceOf(Holding key) => gateway.GetValueOrDefault(key) - fills.Positions.GetValueOrDefault(key);

    private static Holding KeyOf(PositionReport said) => new(said.Account, said.Contract.Symbol);
}
