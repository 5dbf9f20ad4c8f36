using System.Text.Json.Serialization;

namespace Bridge.Contracts.Events;

/// <summary>The latest quote; absent: not known.</summary>
public sealed record Quote : BridgeEvent
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Name => EventNames.Quote;

    /// <summary>What.</summary>
    public required string Symbol { get; init; }

    /// <summary>Best bid.</summary>
    public decimal? Bid { get; init; }

    /// <summary>Best ask.</summary>
    public decimal? Ask { get; init; }

    /// <summary>Last trade.</summary>
    public decimal? Last { get; init; }

    /// <summary>Shares behind them.</summary>
    public required QuoteSizes Sizes { get; init; }

    /// <summary>Not live data.</summary>
    public required bool Delayed { get; init; }
}
