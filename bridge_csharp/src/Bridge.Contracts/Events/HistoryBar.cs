namespace Bridge.Contracts.Events;

/// <summary>One finished bar of the past.</summary>
public sealed record HistoryBar
{
    /// <summary>Its first instant.</summary>
    public required long StartTsNs { get; init; }

    /// <summary>First price.</summary>
    public required decimal Open { get; init; }

    /// <summary>Highest price.</summary>
    public required decimal High { get; init; }

    /// <summary>Lowest price.</summary>
    public required decimal Low { get; init; }

    /// <summary>Last price.</summary>
    public required decimal Close { get; init; }

    /// <summary>Shares.</summary>
    public required decimal Volume { get; init; }

    /// <summary>Volume-weighted average price.</summary>
    public decimal? Wap { get; init; }

    /// <summary>Trades.</summary>
    public long? Count { get; init; }
}
