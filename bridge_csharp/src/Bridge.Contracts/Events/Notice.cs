using System.Text.Json.Serialization;

namespace Bridge.Contracts.Events;

/// <summary>Something a person or the core should know.</summary>
public sealed record Notice : BridgeEvent
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Name => EventNames.Notice;

    /// <summary>One of Codes, or a word of its own.</summary>
    public required string Code { get; init; }

    /// <summary>The gateway's number.</summary>
    public long? TwsCode { get; init; }

    /// <summary>The same in words.</summary>
    public required string Text { get; init; }

    /// <summary>One of Meanings.</summary>
    public required string Meaning { get; init; }

    /// <summary>One of NoticeActions.</summary>
    public required string Action { get; init; }

    /// <summary>Which order.</summary>
    public string? ClientOrderId { get; init; }

    /// <summary>Which instrument.</summary>
    public string? Symbol { get; init; }

    /// <summary>Which command.</summary>
    public string? CommandId { get; init; }

    /// <summary>How often since the last such notice.</summary>
    public long? Repeated { get; init; }
}
