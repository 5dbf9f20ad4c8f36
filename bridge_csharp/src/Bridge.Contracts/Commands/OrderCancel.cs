using System.Text.Json.Serialization;

namespace Bridge.Contracts.Commands;

/// <summary>End one order.</summary>
public sealed record OrderCancel : Command
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Name => CommandNames.OrderCancel;

    /// <summary>The core's own name for the order; a protection order's ends in .sl or .tp.</summary>
    public required string ClientOrderId { get; init; }
}
