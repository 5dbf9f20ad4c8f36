namespace Bridge.Contracts.Events;

/// <summary>Shares behind a quote.</summary>
public sealed record QuoteSizes
{
    /// <summary>At the bid.</summary>
    public decimal? Bid { get; init; }

    /// <summary>At the ask.</summary>
    public decimal? Ask { get; init; }

    /// <summary>In the last trade.</summary>
    public decimal? Last { get; init; }
}
