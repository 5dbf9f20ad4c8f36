namespace Bridge.Core.Link;

/// <summary>What an error number of the gateway means for us.</summary>
internal enum ErrorEffect
{
    /// <summary>Words only; nothing changes.</summary>
    Info,

    /// <summary>A warning about an order that works on.</summary>
    OrderLives,

    /// <summary>Words about an order that works on as it was asked for.</summary>
    OrderLivesAsAsked,

    /// <summary>A warning about an order that works on; its words tell whether as it was asked for.</summary>
    OrderMayDiffer,

    /// <summary>The order was refused; a change of a working order was, if one is under way.</summary>
    OrderRejected,

    /// <summary>The order was cancelled. Late fills may follow.</summary>
    OrderCancelled,

    /// <summary>A change was refused; the order works on as before.</summary>
    ChangeRefused,

    /// <summary>The order's fate is not in these words: lists are asked.</summary>
    OrderAsk,

    /// <summary>No rule knows it, and it is no warning: a new order was refused, unless a list has it.</summary>
    OrderRefusedUnlessListed,

    /// <summary>The client id is taken by a session that lingers: wait and try the same again.</summary>
    ClientIdTaken,

    /// <summary>The gateway lost its link to the broker; the socket stays.</summary>
    LinkLost,

    /// <summary>The link is back; subscriptions are gone.</summary>
    LinkBackDataLost,

    /// <summary>The link is back; subscriptions stand.</summary>
    LinkBack,

    /// <summary>A farm of live data is there.</summary>
    FarmOk,

    /// <summary>A farm sleeps until it is asked.</summary>
    FarmInactive,

    /// <summary>A farm of live data is gone.</summary>
    FarmBroken,

    /// <summary>A farm that delivers history or definitions is gone.</summary>
    SideFarmBroken,

    /// <summary>The request will not be served.</summary>
    RequestRefused,

    /// <summary>The request must be made anew.</summary>
    RequestDropped,

    /// <summary>Delayed data instead of live.</summary>
    Delayed,

    /// <summary>No live data; delayed data may follow, where it was asked for.</summary>
    DelayedAtBest,

    /// <summary>The answer to a cancel of what had ended already.</summary>
    NothingToCancel,

    /// <summary>Asked too often: wait.</summary>
    Pacing,

    /// <summary>Another session of the login takes the data: none comes until it ends.</summary>
    DataTaken,

    /// <summary>History was refused; the words tell pacing from there being none.</summary>
    HistoryProblem,

    /// <summary>The socket will not do: a new one is needed.</summary>
    SocketLost,
}
