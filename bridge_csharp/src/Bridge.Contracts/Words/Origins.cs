namespace Bridge.Contracts.Words;

/// <summary>Whose order a fill belongs to.</summary>
public static class Origins
{
    /// <summary>Ours.</summary>
    public const string Core = "core";

    /// <summary>Placed by hand.</summary>
    public const string Manual = "manual";

    /// <summary>Another API client's.</summary>
    public const string OtherClient = "other_client";

    /// <summary>The closed list.</summary>
    public static IReadOnlyList<string> Every { get; } = [Core, Manual, OtherClient];
}
