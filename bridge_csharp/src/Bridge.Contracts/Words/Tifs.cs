namespace Bridge.Contracts.Words;

/// <summary>How long an order stands.</summary>
public static class Tifs
{
    /// <summary>Until the end of the day.</summary>
    public const string Day = "DAY";

    /// <summary>Until cancelled.</summary>
    public const string GoodTillCancelled = "GTC";

    /// <summary>At once, the rest is cancelled.</summary>
    public const string ImmediateOrCancel = "IOC";

    /// <summary>At the opening auction.</summary>
    public const string AtTheOpening = "OPG";

    /// <summary>The closed list.</summary>
    public static IReadOnlyList<string> Every { get; } =
    [
        Day, GoodTillCancelled, ImmediateOrCancel, AtTheOpening,
    ];
}
