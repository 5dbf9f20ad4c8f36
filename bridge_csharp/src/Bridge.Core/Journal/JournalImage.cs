namespace Bridge.Core.Journal;

/// <summary>
/// What the journal says, folded: the memory a core starts from. Reading it never asks the gateway or the clock, so a start after a crash
/// and a start after an orderly end are the same path.
/// </summary>
public sealed class JournalImage
{
    private readonly Dictionary<string, CommandMark> commands = new(StringComparer.Ordinal);
    private readonly List<Overtaking> overtakings = [];
    private readonly Dictionary<string, OrderRecord> orders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BookedFill> fills = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BookedCommission> commissions = new(StringComparer.Ordinal);
    private readonly Queue<JseqGap> gaps = new();

    private JournalImage()
    {
    }

    /// <summary>Answered commands by id.</summary>
    public IReadOnlyDictionary<string, CommandMark> Commands => commands;

    /// <summary>Cancels that may have overtaken their submit.</summary>
    public IReadOnlyList<Overtaking> Overtakings => overtakings;

    /// <summary>Orders by client order id.</summary>
    public IReadOnlyDictionary<string, OrderRecord> Orders => orders;

    /// <summary>Executions by exec_key, at their highest revision.</summary>
    public IReadOnlyDictionary<string, BookedFill> Fills => fills;

    /// <summary>Commissions by exec_id.</summary>
    public IReadOnlyDictionary<string, BookedCommission> Commissions => commissions;

    /// <summary>The latest events.</summary>
    public RecentEvents Events { get; } = new();

    /// <summary>The highest epoch a command has claimed.</summary>
    public long Epoch { get; private set; }

    /// <summary>The last number given to an event; 0: none yet.</summary>
    public long LastJseq { get; private set; }

    /// <summary>Every event up to here has reached the MQTT broker.</summary>
    public long DeliveredJseq { get; private set; }

    /// <summary>Numbers after <see cref="DeliveredJseq"/> that the journal does not hold, in order.</summary>
    public IReadOnlyCollection<JseqGap> Gaps => gaps;

    /// <summary>Fold entries, oldest first.</summary>
    public static JournalImage Of(IEnumerable<JournalEntry> entries)
    {
        var image = new JournalImage();
        foreach (var entry in entries)
        {
            image.Apply(entry);
        }

        return image;
    }

    private void Apply(JournalEntry entry)
    {
        if (entry.Command is { } mark)
        {
            commands[mark.Id] = mark;
            Epoch = Math.Max(Epoch, mark.Epoch);
        }

        if (entry.Overtaking is { } overtaking)
        {
            overtakings.Add(overtaking);
        }

        foreach (var order in entry.Orders ?? [])
        {
            orders[order.ClientOrderId] = order;
        }

        foreach (var fill in entry.Fills ?? [])
        {
            fills[fill.ExecKey] = fill;
        }

        foreach (var commission in entry.Commissions ?? [])
        {
            commissions[commission.ExecId] = commission;
        }

        foreach (var record in entry.Events ?? [])
        {
            if (record.Jseq > LastJseq + 1)
            {
                gaps.Enqueue(new JseqGap(LastJseq + 1, record.Jseq - 1));
            }

            LastJseq = record.Jseq;
            Events.Add(record);
        }

        DeliveredJseq = entry.DeliveredJseq ?? DeliveredJseq;
        while (gaps.TryPeek(out var oldest) && oldest.Last <= DeliveredJseq)
        {
            gaps.Dequeue();
        }
    }
}
