using System.Text.Json.Serialization;

namespace Bridge.Contracts.Commands;

/// <summary>Change a living order; absent fields stay as they are.</summary>
public sealed record OrderModify : Command
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Name => CommandNames.OrderModify;

    /// <summary>The core's own name for the order; a protection order's ends in .sl or .tp.</summary>
    public required string ClientOrderId { get; init; }

    /// <summary>The new total, filled shares included.</summary>
    public long? Quantity { get; init; }

    /// <summary>The new limit.</summary>
    public decimal? LimitPrice { get; init; }

    /// <summary>The new trigger.</summary>
    public decimal? StopPrice { get; init; }

    /// <summary>The new time in force.</summary>
    public string? Tif { get; init; }
}
