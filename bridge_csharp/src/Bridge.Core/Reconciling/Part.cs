namespace Bridge.Core.Reconciling;

/// <summary>What is asked, in this order: later lists explain what is missing from earlier ones, and positions come after all fills.</summary>
internal enum Part
{
    /// <summary>Orders that work.</summary>
    OpenOrders,

    /// <summary>The day's executions.</summary>
    Executions,

    /// <summary>Orders that ended today.</summary>
    CompletedOrders,

    /// <summary>What is held.</summary>
    Positions,
}
