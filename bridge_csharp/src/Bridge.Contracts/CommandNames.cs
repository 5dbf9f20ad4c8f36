namespace Bridge.Contracts;

/// <summary>Names of commands, as they stand in the topic.</summary>
public static class CommandNames
{
    /// <summary>Place an order, with protection or without.</summary>
    public const string OrderSubmit = "order.submit";

    /// <summary>Change a living order.</summary>
    public const string OrderModify = "order.modify";

    /// <summary>End one order.</summary>
    public const string OrderCancel = "order.cancel";

    /// <summary>End many orders.</summary>
    public const string OrdersCancelAll = "orders.cancel_all";

    /// <summary>Begin a feed.</summary>
    public const string MarketSubscribe = "market.subscribe";

    /// <summary>End a feed.</summary>
    public const string MarketUnsubscribe = "market.unsubscribe";

    /// <summary>Finished bars of the past.</summary>
    public const string HistoryRequest = "history.request";

    /// <summary>Compare journal and gateway now.</summary>
    public const string ReconcileRequest = "reconcile.request";

    /// <summary>Is anybody there; claims an epoch.</summary>
    public const string Ping = "ping";

    /// <summary>Tell again what the journal holds.</summary>
    public const string EventsReplay = "events.replay";

    /// <summary>Every command.</summary>
    public static IReadOnlyList<string> Every { get; } =
    [
        OrderSubmit, OrderModify, OrderCancel, OrdersCancelAll, MarketSubscribe, MarketUnsubscribe, HistoryRequest,
        ReconcileRequest, Ping, EventsReplay,
    ];
}
