namespace Bridge.Contracts.Words;

/// <summary>Bar sizes of history.</summary>
public static class HistoryIntervals
{
    /// <summary>One minute.</summary>
    public const string OneMinute = "1m";

    /// <summary>Five minutes.</summary>
    public const string FiveMinutes = "5m";

    /// <summary>Fifteen minutes.</summary>
    public const string FifteenMinutes = "15m";

    /// <summary>One day.</summary>
    public const string OneDay = "1d";

    /// <summary>The closed list.</summary>
    public static IReadOnlyList<string> Every { get; } = [OneMinute, FiveMinutes, FifteenMinutes, OneDay];
}
