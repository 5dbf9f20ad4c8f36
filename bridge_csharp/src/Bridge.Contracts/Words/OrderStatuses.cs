namespace Bridge.Contracts.Words;

/// <summary>Where an order stands.</summary>
public static class OrderStatuses
{
    /// <summary>On disk, perhaps written.</summary>
    public const string Submitted = "submitted";

    /// <summary>The gateway named it.</summary>
    public const string Accepted = "accepted";

    /// <summary>Some of it is filled.</summary>
    public const string PartiallyFilled = "partially_filled";

    /// <summary>All of it is filled; terminal.</summary>
    public const string Filled = "filled";

    /// <summary>A cancel is under way.</summary>
    public const string CancelPending = "cancel_pending";

    /// <summary>Ended by a cancel; terminal.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>Never stood; terminal.</summary>
    public const string Rejected = "rejected";

    /// <summary>Found nowhere; not terminal, it may turn up.</summary>
    public const string Lost = "lost";

    /// <summary>The closed list.</summary>
    public static IReadOnlyList<string> Every { get; } =
    [
        Submitted, Accepted, PartiallyFilled, Filled, CancelPending, Cancelled, Rejected, Lost,
    ];
}
