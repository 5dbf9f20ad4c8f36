namespace Bridge.Contracts.Words;

/// <summary>What a notice is about.</summary>
public static class Meanings
{
    /// <summary>Good to know.</summary>
    public const string Info = "info";

    /// <summary>Look when there is time.</summary>
    public const string Warning = "warning";

    /// <summary>About an order.</summary>
    public const string Order = "order";

    /// <summary>About a feed.</summary>
    public const string Feed = "feed";

    /// <summary>About the connection.</summary>
    public const string Link = "link";

    /// <summary>The closed list.</summary>
    public static IReadOnlyList<string> Every { get; } = [Info, Warning, Order, Feed, Link];
}
