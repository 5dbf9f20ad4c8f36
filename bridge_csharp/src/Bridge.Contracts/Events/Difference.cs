using System.Text.Json.Serialization;

namespace Bridge.Contracts.Events;

/// <summary>One thing on which journal and gateway do not agree.</summary>
public sealed record Difference
{
    /// <summary>One of DifferenceKinds.</summary>
    public required string Kind { get; init; }

    /// <summary>Which order.</summary>
    public string? ClientOrderId { get; init; }

    /// <summary>The broker's key of the order.</summary>
    public long? PermId { get; init; }

    /// <summary>Which instrument.</summary>
    public string? Symbol { get; init; }

    /// <summary>What the journal says.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Journal { get; init; }

    /// <summary>What the gateway says.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Gateway { get; init; }

    /// <summary>One of Resolutions.</summary>
    public required string Resolution { get; init; }
}
