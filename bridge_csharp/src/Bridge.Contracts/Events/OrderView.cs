namespace Bridge.Contracts.Events;

/// <summary>An order in a reconciliation. Quantities are whole shares.</summary>
public sealed record OrderView
{
    /// <summary>The order; null when it is not ours.</summary>
    public string? ClientOrderId { get; init; }

    /// <summary>Who decided.</summary>
    public string? AgentId { get; init; }

    /// <summary>Of its last status.</summary>
    public long? Version { get; init; }

    /// <summary>The broker's own stable key.</summary>
    public long? PermId { get; init; }

    /// <summary>What.</summary>
    public required string Symbol { get; init; }

    /// <summary>BUY or SELL.</summary>
    public required string Side { get; init; }

    /// <summary>As the gateway names it.</summary>
    public required string OrderType { get; init; }

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
    public string? Role { get; init; }

    /// <summary>What it is for, one of Purposes; null when it is not ours.</summary>
    public string? Purpose { get; init; }

    /// <summary>The group in which a fill of one takes its shares from the others; null without one, and when it is not ours.</summary>
    public string? OcaGroup { get; init; }

    /// <summary>The entry it protects.</summary>
    public string? ParentClientOrderId { get; init; }

    /// <summary>Why.</summary>
    public string? Code { get; init; }

    /// <summary>The gateway's number.</summary>
    public long? TwsCode { get; init; }

    /// <summary>The same in words.</summary>
    public string? Reason { get; init; }
}
