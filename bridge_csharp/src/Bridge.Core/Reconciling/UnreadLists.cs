namespace Bridge.Core.Reconciling;

/// <summary>Which list a message belongs to that could not be read, by the gateway's number of its kind.</summary>
internal static class UnreadLists
{
    /// <summary>The list; null: none.</summary>
    public static Part? Of(int messageId) => messageId switch
    {
        5 => Part.OpenOrders,
        11 => Part.Executions,
        101 => Part.CompletedOrders,
        61 => Part.Positions,
        _ => null,
    };
}
