using System.Text.Json.Serialization;

namespace Bridge.Contracts.Commands;

/// <summary>Begin a feed.</summary>
public sealed record MarketSubscribe : Command
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Name => CommandNames.MarketSubscribe;

    /// <summary>Which instrument.</summary>
    public required string Symbol { get; init; }

    /// <summary>STK or IND.</summary>
    public required string SecType { get; init; }

    /// <summary>Where.</summary>
    public required string Exchange { get; init; }

    /// <summary>In which currency.</summary>
    public required string Currency { get; init; }

    /// <summary>5s or quote.</summary>
    public required string Interval { get; init; }
}
