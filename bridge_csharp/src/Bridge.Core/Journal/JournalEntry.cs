namespace Bridge.Core.Journal;

/// <summary>
/// What one input changed, as one line: because it is written whole or not at all, no crash can leave a command remembered without its
/// order, a bracket without a child, or a status without the event that tells it. Absent parts did not change.
/// </summary>
public sealed record JournalEntry
{
    /// <summary>When, ns since 1970.</summary>
    public required long TsNs { get; init; }

    /// <summary>The command that was answered.</summary>
    public CommandMark? Command { get; init; }

    /// <summary>Cancels that came before their order.</summary>
    public Overtaking? Overtaking { get; init; }

    /// <summary>Orders as they stand now, whole; the last one of an id counts.</summary>
    public IReadOnlyList<OrderRecord>? Orders { get; init; }

    /// <summary>Executions booked; the highest revision of a key counts.</summary>
    public IReadOnlyList<BookedFill>? Fills { get; init; }

    /// <summary>Commissions told, or held until their fill is there.</summary>
    public IReadOnlyList<BookedCommission>? Commissions { get; init; }

    /// <summary>Events to publish, with their text.</summary>
    public IReadOnlyList<EventRecord>? Events { get; init; }

    /// <summary>All events up to this jseq have reached the MQTT broker.</summary>
    public long? DeliveredJseq { get; init; }
}
