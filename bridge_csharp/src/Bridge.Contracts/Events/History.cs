using System.Text.Json.Serialization;

namespace Bridge.Contracts.Events;

/// <summary>One page of finished bars, oldest first; at most 1,000.</summary>
public sealed record History : BridgeEvent
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Name => EventNames.History;

    /// <summary>The command's id.</summary>
    public required string RequestId { get; init; }

    /// <summary>What.</summary>
    public required string Symbol { get; init; }

    /// <summary>1m, 5m, 15m or 1d.</summary>
    public required string Interval { get; init; }

    /// <summary>1, 2, 3 …</summary>
    public required long Page { get; init; }

    /// <summary>Oldest first.</summary>
    public required IReadOnlyList<HistoryBar> Bars { get; init; }

    /// <summary>The last page.</summary>
    public required bool Complete { get; init; }

    /// <summary>Why there is no more.</summary>
    public string? Code { get; init; }

    /// <summary>The same in words.</summary>
    public string? Reason { get; init; }
}
