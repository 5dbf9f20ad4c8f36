using System.Text.Json.Serialization;

namespace Bridge.Contracts.Events;

/// <summary>Journal and gateway, side by side. A list that is null is unknown; an empty one is known to be empty.</summary>
public sealed record Reconciliation : JournaledEvent
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Name => EventNames.Reconciliation;

    /// <summary>The command that asked for it.</summary>
    public string? CommandId { get; init; }

    /// <summary>One of Causes.</summary>
    public required string Cause { get; init; }

    /// <summary>When it began.</summary>
    public required long StartedTsNs { get; init; }

    /// <summary>The journal's place when it began.</summary>
    public required long JseqBefore { get; init; }

    /// <summary>1, 2, 3 …</summary>
    public long Page { get; init; } = 1;

    /// <summary>No page follows.</summary>
    public bool Last { get; init; } = true;

    /// <summary>Every part was answered.</summary>
    public required bool Complete { get; init; }

    /// <summary>Orders working at the gateway.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyList<OrderView>? OpenOrders { get; init; }

    /// <summary>The gateway's day, and what the journal booked since midnight in New York.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyList<Execution>? Executions { get; init; }

    /// <summary>Orders that ended today.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyList<OrderView>? CompletedOrders { get; init; }

    /// <summary>What the accounts hold.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IReadOnlyList<PositionView>? Positions { get; init; }

    /// <summary>The journal's view.</summary>
    public required IReadOnlyList<OrderView> Orders { get; init; }

    /// <summary>What does not agree.</summary>
    public required IReadOnlyList<Difference> Differences { get; init; }
}
