using System.Text.Json.Serialization;

namespace Bridge.Contracts.Events;

/// <summary>What an execution cost; comes after its fill.</summary>
public sealed record Commission : JournaledEvent
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Name => EventNames.Commission;

    /// <summary>Which execution.</summary>
    public required string ExecId { get; init; }

    /// <summary>Its order.</summary>
    public string? ClientOrderId { get; init; }

    /// <summary>What it cost; negative: a rebate.</summary>
    public required decimal Amount { get; init; }

    /// <summary>In which currency.</summary>
    public required string Currency { get; init; }

    /// <summary>As the broker computes it.</summary>
    public decimal? RealizedPnl { get; init; }
}
