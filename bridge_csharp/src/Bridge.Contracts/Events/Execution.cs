namespace Bridge.Contracts.Events;

/// <summary>One execution in a reconciliation; the fields of a fill.</summary>
public sealed record Execution
{
    /// <summary>The broker's id of the execution.</summary>
    public required string ExecId { get; init; }

    /// <summary>The id before its last dot: one ledger row.</summary>
    public required string ExecKey { get; init; }

    /// <summary>The number after it; the highest counts.</summary>
    public required long Revision { get; init; }

    /// <summary>The order; null when it is not ours.</summary>
    public string? ClientOrderId { get; init; }

    /// <summary>The entry it protects.</summary>
    public string? ParentClientOrderId { get; init; }

    /// <summary>The broker's key of the order.</summary>
    public required long PermId { get; init; }

    /// <summary>Who decided.</summary>
    public string? AgentId { get; init; }

    /// <summary>Whose.</summary>
    public required string Account { get; init; }

    /// <summary>What.</summary>
    public required string Symbol { get; init; }

    /// <summary>BUY or SELL.</summary>
    public required string Side { get; init; }

    /// <summary>Whole shares.</summary>
    public required long Quantity { get; init; }

    /// <summary>Of one share.</summary>
    public required decimal Price { get; init; }

    /// <summary>When, by the exchange.</summary>
    public required long TimeTsNs { get; init; }

    /// <summary>Filled of the order, this included.</summary>
    public required long CumQuantity { get; init; }

    /// <summary>Found by a reconciliation.</summary>
    public required bool Recovered { get; init; }

    /// <summary>core, manual or other_client.</summary>
    public required string Origin { get; init; }
}
