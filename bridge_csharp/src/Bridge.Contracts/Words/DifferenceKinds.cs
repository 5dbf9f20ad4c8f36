namespace Bridge.Contracts.Words;

/// <summary>What differs between journal and gateway.</summary>
public static class DifferenceKinds
{
    /// <summary>The journal's order is nowhere.</summary>
    public const string OrderMissing = "order_missing";

    /// <summary>An order the journal does not have.</summary>
    public const string OrderUnknown = "order_unknown";

    /// <summary>An execution first seen now.</summary>
    public const string FillRecovered = "fill_recovered";

    /// <summary>A position no execution explains.</summary>
    public const string Position = "position";

    /// <summary>One order id, two permanent ids.</summary>
    public const string TwoPermIds = "two_perm_ids";

    /// <summary>An order placed by hand.</summary>
    public const string ManualOrder = "manual_order";

    /// <summary>A position without its stop.</summary>
    public const string Unprotected = "unprotected";

    /// <summary>The closed list.</summary>
    public static IReadOnlyList<string> Every { get; } =
    [
        OrderMissing, OrderUnknown, FillRecovered, Position, TwoPermIds, ManualOrder, Unprotected,
    ];
}
