using System.Text.Json.Serialization;

namespace Bridge.Contracts.Events;

/// <summary>Values of an account; at most one a second.</summary>
public sealed record Account : BridgeEvent
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Name => EventNames.Account;

    /// <summary>Which account.</summary>
    [JsonPropertyName("account")]
    public required string AccountId { get; init; }

    /// <summary>Tag to value.</summary>
    public required IReadOnlyDictionary<string, AccountTag> Values { get; init; }

    /// <summary>When the gateway told them.</summary>
    public required long AsOfTsNs { get; init; }
}
