namespace Bridge.Contracts.Words;

/// <summary>Whether the bridge runs.</summary>
public static class ProcessStates
{
    /// <summary>It runs.</summary>
    public const string Online = "online";

    /// <summary>It ended, or its connection broke.</summary>
    public const string Offline = "offline";

    /// <summary>The closed list.</summary>
    public static IReadOnlyList<string> Every { get; } = [Online, Offline];
}
