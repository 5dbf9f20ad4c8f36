namespace Bridge.Core.Outbound;

/// <summary>Who goes first, top to bottom.</summary>
internal enum Lane
{
    /// <summary>Cancels: less risk before everything.</summary>
    Cancel,

    /// <summary>Probes: orders may wait for their answer.</summary>
    Probe,

    /// <summary>New orders and changes.</summary>
    Order,

    /// <summary>Questions about orders and positions.</summary>
    Query,

    /// <summary>Feeds, history, accounts.</summary>
    Data,
}
