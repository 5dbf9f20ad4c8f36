using Bridge.Core.Gateway;
using Bridge.Core.Journal;

namespace Bridge.Core.Reconciling;

/// <summary>One comparison under way: what was asked for, what came. A list that is null was not answered, and says nothing.</summary>
internal sealed class ReconcileRun
{
    public required string Cause { get; init; }

    public string? CommandId { get; init; }

    /// <summary>When it began, ns since 1970.</summary>
    public required long StartedNs { get; init; }

    /// <summary>The same by the steady clock, as all moments below.</summary>
    public required long BegunNs { get; init; }

    public required long JseqBefore { get; init; }

    /// <summary>Where it is.</summary>
    public Part Part { get; set; }

    /// <summary>When that part was written to the gateway; null: it waits to be.</summary>
    public long? AskedNs { get; set; }

    /// <summary>How often positions were read again because an execution arrived.</summary>
    public int Rereads { get; set; }

    /// <summary>Whether an execution was booked since positions were asked for.</summary>
    public bool FillSinceAsked { get; set; }

    /// <summary>Orders written no later than this must be in the lists, if they exist.</summary>
    public long OpenSinceNs { get; set; }

    public OpenOrderList? OpenOrders { get; set; }

    /// <summary>Keys of executions told, when all were.</summary>
    public HashSet<string>? Executions { get; set; }

    /// <summary>Executions first seen in this comparison.</summary>
    public List<BookedFill> Recovered { get; } = [];

    public IReadOnlyList<CompletedOrder>? CompletedOrders { get; set; }

    public IReadOnlyList<PositionReport>? Positions { get; set; }

    /// <summary>Whether every list was answered.</summary>
    public bool Complete => OpenOrders is not null && Executions is not null && CompletedOrders is not null && Positions is not null;
}
