namespace Bridge.Contracts.Words;

/// <summary>Whether orders are taken.</summary>
public static class OrderGates
{
    /// <summary>Taken.</summary>
    public const string Open = "open";

    /// <summary>Refused; orders_reason says why.</summary>
    public const string Closed = "closed";

    /// <summary>The closed list.</summary>
    public static IReadOnlyList<string> Every { get; } = [Open, Closed];
}
