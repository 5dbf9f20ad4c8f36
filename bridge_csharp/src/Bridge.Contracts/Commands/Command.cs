using System.Text.Json.Serialization;

namespace Bridge.Contracts.Commands;

/// <summary>What every command carries. Times are nanoseconds since 1970, UTC.</summary>
public abstract record Command
{
    /// <summary>The command's name, as it stands in the topic.</summary>
    [JsonIgnore]
    public abstract string Name { get; }

    /// <summary>Made by the core, unique; a repeat carries it again.</summary>
    [JsonPropertyOrder(-4)]
    public required string Id { get; init; }

    /// <summary>Which start of the core speaks: 1 to 2^53, rising.</summary>
    [JsonPropertyOrder(-3)]
    public required long Epoch { get; init; }

    /// <summary>When it was sent.</summary>
    [JsonPropertyOrder(-2)]
    public required long TsNs { get; init; }

    /// <summary>From when on it counts no more; at most 24 h after TsNs.</summary>
    [JsonPropertyOrder(-1)]
    public required long ExpiresTsNs { get; init; }
}
