using System.Text.Json.Serialization;

namespace Bridge.Contracts.Commands;

/// <summary>Tell again every journaled event after AfterJseq.</summary>
public sealed record EventsReplay : Command
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Name => CommandNames.EventsReplay;

    /// <summary>The last jseq that was applied; 0: all.</summary>
    public required long AfterJseq { get; init; }
}
