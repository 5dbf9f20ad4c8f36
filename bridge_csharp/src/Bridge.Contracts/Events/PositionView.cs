namespace Bridge.Contracts.Events;

/// <summary>What an account holds of one instrument. A manual holding may have a fraction of a share.</summary>
public sealed record PositionView
{
    /// <summary>Whose.</summary>
    public required string Account { get; init; }

    /// <summary>What.</summary>
    public required string Symbol { get; init; }

    /// <summary>Kind of instrument.</summary>
    public required string SecType { get; init; }

    /// <summary>Its currency.</summary>
    public required string Currency { get; init; }

    /// <summary>Shares; negative: short.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>Of one share.</summary>
    public required decimal AvgCost { get; init; }
}
