using System.Text.Json.Serialization;

namespace Bridge.Contracts.Commands;

/// <summary>Claims an epoch; with Probe the answer waits for a round trip to the gateway.</summary>
public sealed record Ping : Command
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Name => CommandNames.Ping;

    /// <summary>Whether the gateway is asked as well.</summary>
    public bool Probe { get; init; }
}
