using Bridge.Contracts.Words;
using Bridge.Core.Journal;

namespace Bridge.Core.Fills;

/// <summary>Every execution once, at its highest revision, and the positions they add up to.</summary>
internal sealed class FillBook
{
    private readonly SharedWords words = new();
    private readonly Dictionary<string, BookedFill> byKey = new(StringComparer.Ordinal);
    private readonly Dictionary<Holding, long> positions = [];
    private readonly Dictionary<(Holding, string), long> agentPositions = [];
    private readonly Dictionary<string, (long Quantity, decimal Value)> byOrder = new(StringComparer.Ordinal);
    private readonly HashSet<string> corrected = new(StringComparer.Ordinal);

    public FillBook(IEnumerable<BookedFill> restored)
    {
        foreach (var fill in restored)
        {
            Put(fill);
        }
    }

    /// <summary>Shares held of what was ever traded; a sale below zero is short.</summary>
    public IReadOnlyDictionary<Holding, long> Positions => positions;

    /// <summary>Every execution.</summary>
    public IEnumerable<BookedFill> All => byKey.Values;

    /// <summary>The execution booked under a key.</summary>
    public BookedFill? Find(string execKey) => byKey.GetValueOrDefault(execKey);

    /// <summary>Whether this execution, or a later correction of it, is booked.</summary>
    public bool Knows(ExecId id) => byKey.TryGetValue(id.Key, out var fill) && fill.Revision >= id.Revision;

    /// <summary>What an agent holds by its own fills.</summary>
    public long PositionOf(Holding holding, string agentId) => agentPositions.GetValueOrDefault((holding, agentId));

    /// <summary>Shares filled of an order, and their average price (null: none).</summary>
    public (long Quantity, decimal? AveragePrice) FilledOf(string clientOrderId) =>
        byOrder.TryGetValue(clientOrderId, out var sum) && sum.Quantity > 0
            ? (sum.Quantity, decimal.Round(sum.Value / sum.Quantity, Contracts.Limits.PriceDecimals))
            : (0, null);

    /// <summary>
    /// Whether an execution of the order was corrected: what it filled is from then on the sum of its executions alone, for a figure of the
    /// gateway's may be from before the correction.
    /// </summary>
    public bool IsCorrected(string clientOrderId) => corrected.Contains(clientOrderId);

    /// <summary>Book one; a correction takes the place of what it corrects.</summary>
    public void Put(BookedFill fill)
    {
        if (byKey.TryGetValue(fill.ExecKey, out var before))
        {
            Add(before, -1);
        }

        // The first of a key is revision 1; of a restored one, the last revision is all that is known.
        if (fill.ClientOrderId is { } order && (before is not null || fill.Revision > 1))
        {
            corrected.Add(order);
        }

        byKey[fill.ExecKey] = words.Of(fill);
        Add(fill, 1);
    }

    private void Add(BookedFill fill, int sign)
    {
        var holding = new Holding(fill.Account, fill.Symbol);
        var shares = sign * fill.SignedQuantity;
        positions[holding] = positions.GetValueOrDefault(holding) + shares;
        if (fill.AgentId is { } agent)
        {
            agentPositions[(holding, agent)] = agentPositions.GetValueOrDefault((holding, agent)) + shares;
        }

        if (fill.ClientOrderId is { } order)
        {
            var (quantity, value) = byOrder.GetValueOrDefault(order);
            byOrder[order] = (quantity + (sign * fill.Quantity), value + (sign * fill.Quantity * fill.Price));
        }
    }
}
