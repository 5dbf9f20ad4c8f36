namespace Bridge.Contracts.Words;

/// <summary>Kinds of instruments.</summary>
public static class SecTypes
{
    /// <summary>Stock or ETF.</summary>
    public const string Stock = "STK";

    /// <summary>Index; data only.</summary>
    public const string Index = "IND";

    /// <summary>The closed list.</summary>
    public static IReadOnlyList<string> Every { get; } = [Stock, Index];
}
