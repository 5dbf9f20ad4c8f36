using System.Text.Json.Serialization;

namespace Bridge.Contracts.Commands;

/// <summary>Finished bars that start in [StartTsNs, EndTsNs).</summary>
public sealed record HistoryRequest : Command
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Name => CommandNames.HistoryRequest;

    /// <summary>Which instrument.</summary>
    public required string Symbol { get; init; }

    /// <summary>STK or IND.</summary>
    public required string SecType { get; init; }

    /// <summary>Where.</summary>
    public required string Exchange { get; init; }

    /// <summary>In which currency.</summary>
    public required string Currency { get; init; }

    /// <summary>1m, 5m, 15m or 1d.</summary>
    public required string Interval { get; init; }

    /// <summary>The first instant wanted.</summary>
    public required long StartTsNs { get; init; }

    /// <summary>The first instant no longer wanted.</summary>
    public required long EndTsNs { get; init; }

    /// <summary>Regular hours only.</summary>
    public bool Rth { get; init; } = true;
}
