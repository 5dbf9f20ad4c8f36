namespace Bridge.Contracts.Words;

/// <summary>What cancel_all covers.</summary>
public static class Scopes
{
    /// <summary>Orders that can still add risk.</summary>
    public const string Entries = "entries";

    /// <summary>Every order of this client.</summary>
    public const string All = "all";

    /// <summary>The closed list.</summary>
    public static IReadOnlyList<string> Every { get; } = [Entries, All];
}
