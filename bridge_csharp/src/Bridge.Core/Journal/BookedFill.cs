namespace Bridge.Core.Journal;

/// <summary>An execution in the books. Positions are the sum of these, at the highest revision of each key.</summary>
public sealed record BookedFill
{
    /// <summary>exec_id up to its last dot: what a correction has in common with what it corrects.</summary>
    public required string ExecKey { get; init; }

    /// <summary>What follows the last dot.</summary>
    public required long Revision { get; init; }

    /// <summary>As the gateway said it.</summary>
    public required string ExecId { get; init; }

    /// <summary>The order's id; null: not ours.</summary>
    public string? ClientOrderId { get; init; }

    /// <summary>The entry it protects, for a protection order.</summary>
    public string? ParentClientOrderId { get; init; }

    /// <summary>The gateway's lasting order id.</summary>
    public required long PermId { get; init; }

    /// <summary>Who decided.</summary>
    public string? AgentId { get; init; }

    /// <summary>Whose account.</summary>
    public required string Account { get; init; }

    /// <summary>What.</summary>
    public required string Symbol { get; init; }

    /// <summary>BUY or SELL.</summary>
    public required string Side { get; init; }

    /// <summary>Shares.</summary>
    public required long Quantity { get; init; }

    /// <summary>Per share.</summary>
    public required decimal Price { get; init; }

    /// <summary>At the exchange, ns since 1970.</summary>
    public required long TimeNs { get; init; }

    /// <summary>Of the order, this execution included, as the gateway said it.</summary>
    public required long CumQuantity { get; init; }

    /// <summary>First seen in a reconciliation.</summary>
    public required bool Recovered { get; init; }

    /// <summary>core, manual or other_client.</summary>
    public required string Origin { get; init; }

    /// <summary>Shares bought, or sold as a negative number.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public long SignedQuantity => Side == Contracts.Words.Sides.Buy ? Quantity : -Quantity;
}
