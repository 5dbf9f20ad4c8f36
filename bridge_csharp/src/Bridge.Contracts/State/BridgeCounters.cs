namespace Bridge.Contracts.State;

/// <summary>What happened since the start.</summary>
public sealed record BridgeCounters
{
    /// <summary>Commands that came.</summary>
    public long Commands { get; init; }

    /// <summary>Of them refused.</summary>
    public long Rejected { get; init; }

    /// <summary>Of them unreadable.</summary>
    public long Malformed { get; init; }

    /// <summary>Of them known.</summary>
    public long Duplicates { get; init; }

    /// <summary>Orders written.</summary>
    public long Placed { get; init; }

    /// <summary>Cancels written.</summary>
    public long Cancels { get; init; }

    /// <summary>Executions booked.</summary>
    public long Fills { get; init; }

    /// <summary>Bars dropped.</summary>
    public long BarsBad { get; init; }

    /// <summary>Times the gateway was reached again.</summary>
    public long Reconnects { get; init; }
}
