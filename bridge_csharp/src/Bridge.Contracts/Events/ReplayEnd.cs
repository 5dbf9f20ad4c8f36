using System.Text.Json.Serialization;

namespace Bridge.Contracts.Events;

/// <summary>Every journaled event asked for has been told.</summary>
public sealed record ReplayEnd : BridgeEvent
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Name => EventNames.ReplayEnd;

    /// <summary>The command that asked.</summary>
    public required string CommandId { get; init; }

    /// <summary>The journal's last place.</summary>
    public required long LastJseq { get; init; }
}
