namespace Bridge.Contracts.Words;

/// <summary>Directions of an order or a fill.</summary>
public static class Sides
{
    /// <summary>Buy.</summary>
    public const string Buy = "BUY";

    /// <summary>Sell.</summary>
    public const string Sell = "SELL";

    /// <summary>The closed list.</summary>
    public static IReadOnlyList<string> Every { get; } = [Buy, Sell];
}
