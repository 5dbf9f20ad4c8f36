using System.Text.Json.Serialization;

namespace Bridge.Contracts.Commands;

/// <summary>End many orders of this client; never those of others.</summary>
public sealed record OrdersCancelAll : Command
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Name => CommandNames.OrdersCancelAll;

    /// <summary>entries or all.</summary>
    public required string Scope { get; init; }

    /// <summary>Only this agent's.</summary>
    public string? AgentId { get; init; }

    /// <summary>Only in this instrument.</summary>
    public string? Symbol { get; init; }
}
