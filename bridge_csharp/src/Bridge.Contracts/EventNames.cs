namespace Bridge.Contracts;

/// <summary>Names of events, as they stand in the topic.</summary>
public static class EventNames
{
    /// <summary>The answer to a command.</summary>
    public const string Ack = "ack";

    /// <summary>How an order stands.</summary>
    public const string OrderStatus = "order.status";

    /// <summary>An execution.</summary>
    public const string Fill = "fill";

    /// <summary>What an execution cost.</summary>
    public const string Commission = "commission";

    /// <summary>Five seconds of trading.</summary>
    public const string Bar = "bar";

    /// <summary>Bid, ask, last.</summary>
    public const string Quote = "quote";

    /// <summary>A page of finished bars.</summary>
    public const string History = "history";

    /// <summary>Values of an account.</summary>
    public const string Account = "account";

    /// <summary>Journal and gateway, side by side.</summary>
    public const string Reconciliation = "reconciliation";

    /// <summary>Something a person or the core should know.</summary>
    public const string Notice = "notice";

    /// <summary>The replay is complete.</summary>
    public const string ReplayEnd = "replay.end";

    /// <summary>Every event.</summary>
    public static IReadOnlyList<string> Every { get; } =
    [
        Ack, OrderStatus, Fill, Commission, Bar, Quote, History, Account, Reconciliation, Notice, ReplayEnd,
    ];
}
