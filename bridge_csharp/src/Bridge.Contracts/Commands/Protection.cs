using Bridge.Contracts.Words;

namespace Bridge.Contracts.Commands;

/// <summary>What guards an entry once it is filled; at least one of the two prices.</summary>
public sealed record Protection
{
    /// <summary>Trigger of the stop-loss.</summary>
    public decimal? StopLossPrice { get; init; }

    /// <summary>Limit of the take-profit.</summary>
    public decimal? TakeProfitPrice { get; init; }

    /// <summary>GTC or DAY.</summary>
    public string Tif { get; init; } = Tifs.GoodTillCancelled;

    /// <summary>Whether both may trade outside regular hours.</summary>
    public bool OutsideRth { get; init; }
}
