namespace Bridge.Contracts;

/// <summary>Why something was refused or is worth a notice: the closed list that both ends share.</summary>
public static class Codes
{
    /// <summary>Not JSON, a wrong type, a missing field, or text outside its rules.</summary>
    public const string Malformed = "malformed";

    /// <summary>More than 64 KiB; dropped unread.</summary>
    public const string TooLarge = "too_large";

    /// <summary>No command of that name.</summary>
    public const string UnknownCommand = "unknown_command";

    /// <summary>A retained command: old by nature.</summary>
    public const string Retained = "retained";

    /// <summary>The id is known with another name or body.</summary>
    public const string IdReused = "id_reused";

    /// <summary>A core that has been replaced.</summary>
    public const string StaleEpoch = "stale_epoch";

    /// <summary>Too late.</summary>
    public const string Expired = "expired";

    /// <summary>From more than 5 s in the future.</summary>
    public const string Clock = "clock";

    /// <summary>Not an account this bridge serves.</summary>
    public const string Account = "account";

    /// <summary>A word outside its closed list.</summary>
    public const string Unsupported = "unsupported";

    /// <summary>Not 1 to the largest quantity allowed.</summary>
    public const string Quantity = "quantity";

    /// <summary>Missing, surplus, not above zero, more than 8 decimals, or on the wrong side.</summary>
    public const string Price = "price";

    /// <summary>The client order id is known with other parameters.</summary>
    public const string OrderIdReused = "order_id_reused";

    /// <summary>The client order id is known with the same parameters.</summary>
    public const string OrderKnown = "order_known";

    /// <summary>No order of that client order id.</summary>
    public const string OrderUnknown = "order_unknown";

    /// <summary>The order has ended.</summary>
    public const string OrderFinal = "order_final";

    /// <summary>No gateway.</summary>
    public const string GatewayDown = "gateway_down";

    /// <summary>The gateway has no link to the broker.</summary>
    public const string LinkDown = "link_down";

    /// <summary>What is open is not settled yet.</summary>
    public const string Reconciling = "reconciling";

    /// <summary>The gateway does not answer.</summary>
    public const string Frozen = "frozen";

    /// <summary>Around the gateway's planned restart.</summary>
    public const string Blackout = "blackout";

    /// <summary>The kill file stands.</summary>
    public const string Killed = "killed";

    /// <summary>A cancel for it came first.</summary>
    public const string CancelledBefore = "cancelled_before";

    /// <summary>Accepted, and certainly never written.</summary>
    public const string NotSent = "not_sent";

    /// <summary>Not confirmed in time, then cancelled.</summary>
    public const string Stuck = "stuck";

    /// <summary>Too much waits to be written.</summary>
    public const string Rate = "rate";

    /// <summary>A bar that cannot be true.</summary>
    public const string BadBar = "bad_bar";

    /// <summary>Every code, in the order of the contract.</summary>
    public static IReadOnlyList<string> Every { get; } =
    [
        Malformed, TooLarge, UnknownCommand, Retained, IdReused, StaleEpoch, Expired, Clock, Account, Unsupported,
        Quantity, Price, OrderIdReused, OrderKnown, OrderUnknown, OrderFinal, GatewayDown, LinkDown, Reconciling,
        Frozen, Blackout, Killed, CancelledBefore, NotSent, Stuck, Rate, BadBar,
    ];
}
