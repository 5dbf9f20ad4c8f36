namespace Bridge.Contracts.Words;

/// <summary>What the bridge did about a notice.</summary>
public static class NoticeActions
{
    /// <summary>Nothing.</summary>
    public const string None = "none";

    /// <summary>The connection is made anew.</summary>
    public const string Reconnecting = "reconnecting";

    /// <summary>The feed was asked for again.</summary>
    public const string Resubscribed = "resubscribed";

    /// <summary>Journal and gateway are compared.</summary>
    public const string Reconciling = "reconciling";

    /// <summary>The order was cancelled.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>A position stands without protection.</summary>
    public const string Unprotected = "unprotected";

    /// <summary>Bars are missing.</summary>
    public const string Gap = "gap";

    /// <summary>No orders for now.</summary>
    public const string OrdersClosed = "orders_closed";

    /// <summary>Orders again.</summary>
    public const string OrdersOpen = "orders_open";

    /// <summary>The closed list.</summary>
    public static IReadOnlyList<string> Every { get; } =
    [
        None, Reconnecting, Resubscribed, Reconciling, Cancelled, Unprotected, Gap, OrdersClosed, OrdersOpen,
    ];
}
