namespace Bridge.Contracts.Words;

/// <summary>What a feed delivers.</summary>
public static class FeedIntervals
{
    /// <summary>Bars of five seconds.</summary>
    public const string FiveSeconds = "5s";

    /// <summary>Bid, ask, last.</summary>
    public const string Quote = "quote";

    /// <summary>The closed list.</summary>
    public static IReadOnlyList<string> Every { get; } = [FiveSeconds, Quote];
}
