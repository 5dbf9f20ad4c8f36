using System.Text.Json.Serialization;

namespace Bridge.Contracts.Events;

/// <summary>How an order stands. Quantities are whole shares.</summary>
public sealed record OrderStatusEvent : JournaledEvent
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Name => EventNames.OrderStatus;

    /// <summary>The order.</summary>
    public required string ClientOrderId { get; init; }

    /// <summary>Who decided.</summary>
    public string? AgentId { get; init; }

    /// <summary>What it trades; null in what an older bridge journaled.</summary>
    public string? Symbol { get; init; }

    /// <summary>What it is for, one of Purposes; null in what an older bridge journaled.</summary>
    public string? Purpose { get; init; }

    /// <summary>1, 2, … per order; older ones are to be ignored.</summary>
    public required long Version { get; init; }

    /// <summary>The command this answers.</summary>
    public string? CommandId { get; init; }

    /// <summary>The broker's own stable key.</summary>
    public long? PermId { get; init; }

    /// <summary>One of OrderStatuses.</summary>
    public required string Status { get; init; }

    /// <summary>The total.</summary>
    public required long Quantity { get; init; }

    /// <summary>Filled so far.</summary>
    public required long Filled { get; init; }

    /// <summary>Not filled.</summary>
    public required long Remaining { get; init; }

    /// <summary>Average of what is filled.</summary>
    public decimal? AvgPrice { get; init; }

    /// <summary>Its limit.</summary>
    public decimal? LimitPrice { get; init; }

    /// <summary>Its trigger.</summary>
    public decimal? StopPrice { get; init; }

    /// <summary>entry, stop_loss or take_profit.</summary>
    public required string Role { get; init; }

    /// <summary>The entry it protects.</summary>
    public string? ParentClientOrderId { get; init; }

    /// <summary>Why.</summary>
    public string? Code { get; init; }

    /// <summary>The gateway's number.</summary>
    public long? TwsCode { get; init; }

    /// <summary>The same in words.</summary>
    public string? Reason { get; init; }
}
