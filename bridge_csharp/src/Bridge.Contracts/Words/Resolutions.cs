namespace Bridge.Contracts.Words;

/// <summary>What was done about a difference.</summary>
public static class Resolutions
{
    /// <summary>Nothing; a person must look.</summary>
    public const string None = "none";

    /// <summary>Booked.</summary>
    public const string Recovered = "recovered";

    /// <summary>The order is called lost.</summary>
    public const string Lost = "lost";

    /// <summary>The order was cancelled.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>The closed list.</summary>
    public static IReadOnlyList<string> Every { get; } = [None, Recovered, Lost, Cancelled];
}
