namespace Bridge.Contracts.Words;

/// <summary>The gateway's own link to the broker.</summary>
public static class IbLinks
{
    /// <summary>Stands.</summary>
    public const string Up = "up";

    /// <summary>Broken; what was sent may be lost.</summary>
    public const string Down = "down";

    /// <summary>The closed list.</summary>
    public static IReadOnlyList<string> Every { get; } = [Up, Down];
}
