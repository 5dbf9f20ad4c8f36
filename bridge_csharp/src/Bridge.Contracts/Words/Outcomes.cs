namespace Bridge.Contracts.Words;

/// <summary>How a command was answered.</summary>
public static class Outcomes
{
    /// <summary>In the journal; will be carried out or answered by order.status.</summary>
    public const string Accepted = "accepted";

    /// <summary>Nothing was done and nothing will be.</summary>
    public const string Rejected = "rejected";

    /// <summary>The id or the order is known; nothing else happens.</summary>
    public const string Duplicate = "duplicate";

    /// <summary>The closed list.</summary>
    public static IReadOnlyList<string> Every { get; } = [Accepted, Rejected, Duplicate];
}
