using System.Text.Json.Serialization;

namespace Bridge.Contracts.Events;

/// <summary>What every event carries. Times are nanoseconds since 1970, UTC.</summary>
public abstract record BridgeEvent
{
    /// <summary>The event's name, as it stands in the topic.</summary>
    [JsonIgnore]
    public abstract string Name { get; }

    /// <summary>Unique; a second delivery carries it again.</summary>
    [JsonPropertyOrder(-6)]
    public required string Id { get; init; }

    /// <summary>When it was made.</summary>
    [JsonPropertyOrder(-5)]
    public required long TsNs { get; init; }

    /// <summary>Which start of the bridge made it.</summary>
    [JsonPropertyOrder(-4)]
    public required string Run { get; init; }

    /// <summary>1, 2, 3 … within the run.</summary>
    [JsonPropertyOrder(-3)]
    public required long Seq { get; init; }
}
