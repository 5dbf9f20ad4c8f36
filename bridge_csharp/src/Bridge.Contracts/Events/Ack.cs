using System.Text.Json.Serialization;

namespace Bridge.Contracts.Events;

/// <summary>The answer to a command.</summary>
public sealed record Ack : JournaledEvent
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Name => EventNames.Ack;

    /// <summary>The command's id.</summary>
    public required string CommandId { get; init; }

    /// <summary>accepted, rejected or duplicate.</summary>
    public required string Outcome { get; init; }

    /// <summary>How the first command of this id was answered.</summary>
    public FirstAnswer? First { get; init; }

    /// <summary>Why it was refused.</summary>
    public string? Code { get; init; }

    /// <summary>The same in words.</summary>
    public string? Reason { get; init; }

    /// <summary>How many orders cancel_all covers.</summary>
    public long? Count { get; init; }

    /// <summary>To the gateway and back.</summary>
    public decimal? RoundTripMs { get; init; }
}
