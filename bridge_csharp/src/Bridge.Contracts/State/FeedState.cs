namespace Bridge.Contracts.State;

/// <summary>One feed.</summary>
public sealed record FeedState
{
    /// <summary>5s or quote.</summary>
    public required string Interval { get; init; }

    /// <summary>Since the last message; absent before the first.</summary>
    public long? AgeMs { get; init; }

    /// <summary>Not live data.</summary>
    public required bool Delayed { get; init; }

    /// <summary>One of FeedStatuses.</summary>
    public required string Status { get; init; }
}
