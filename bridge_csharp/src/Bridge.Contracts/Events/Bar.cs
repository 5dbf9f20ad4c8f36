using System.Text.Json.Serialization;

namespace Bridge.Contracts.Events;

/// <summary>Five finished seconds of trading; starts strictly rise.</summary>
public sealed record Bar : BridgeEvent
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Name => EventNames.Bar;

    /// <summary>What.</summary>
    public required string Symbol { get; init; }

    /// <summary>5s.</summary>
    public required string Interval { get; init; }

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

    /// <summary>Not live data.</summary>
    public required bool Delayed { get; init; }
}
