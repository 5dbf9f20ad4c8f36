namespace Bridge.Core;

/// <summary>What the core must be told. The host checks the values; the defaults are the contract's.</summary>
public sealed record CoreOptions
{
    /// <summary>Our client id at the gateway: orders of other ids are not ours.</summary>
    public int ClientId { get; init; } = 1;

    /// <summary>Attempts to connect start this far apart, s.</summary>
    public int ReconnectSeconds { get; init; } = 10;

    /// <summary>Messages written to the gateway in any second, at most; the gateway hangs up at 50.</summary>
    public int MessagesPerSecond { get; init; } = 45;

    /// <summary>How long a probe may stay unanswered, s.</summary>
    public int ProbeTimeoutSeconds { get; init; } = 2;

    /// <summary>Live accounts instead of paper ones (DU…, DF…).</summary>
    public bool Live { get; init; }

    /// <summary>The only account served; null: every account behind the login.</summary>
    public string? Account { get; init; }

    /// <summary>The largest quantity of an order, shares.</summary>
    public long MaxOrderQuantity { get; init; } = 1_000_000;

    /// <summary>How long a written order or cancel may stay unanswered, s.</summary>
    public int OrderConfirmTimeoutSeconds { get; init; } = 10;

    /// <summary>Journal and gateway are compared this often, s.</summary>
    public int ReconcileSeconds { get; init; } = 60;

    /// <summary>A feed older than this is asked for again, s.</summary>
    public int FeedStaleSeconds { get; init; } = 20;

    /// <summary>Delayed data where live is not subscribed.</summary>
    public const int Delayed = 3;

    /// <summary>1 live data only, 3 delayed data where live is not subscribed (told as delayed).</summary>
    public int MarketDataType { get; init; } = 1;

    /// <summary>When the gateway restarts every day, New York time; null: not planned.</summary>
    public TimeOnly? GatewayRestart { get; init; }

    /// <summary>No new orders from this long before the planned restart, s.</summary>
    public int BlackoutBeforeSeconds { get; init; } = 120;

    /// <summary>No new orders until this long after the planned restart, s.</summary>
    public int BlackoutAfterSeconds { get; init; } = 300;
}
