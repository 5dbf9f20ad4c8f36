namespace Bridge.Contracts.Words;

/// <summary>A feed.</summary>
public static class FeedStatuses
{
    /// <summary>Asked for, nothing came yet.</summary>
    public const string Pending = "pending";

    /// <summary>Delivers.</summary>
    public const string Live = "live";

    /// <summary>Silent for too long; asked again.</summary>
    public const string Stale = "stale";

    /// <summary>The gateway refused it.</summary>
    public const string Refused = "refused";

    /// <summary>The closed list.</summary>
    public static IReadOnlyList<string> Every { get; } = [Pending, Live, Stale, Refused];
}
