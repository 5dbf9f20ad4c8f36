namespace Bridge.Contracts.Words;

/// <summary>Order types served.</summary>
public static class OrderTypes
{
    /// <summary>Market; takes no price.</summary>
    public const string Market = "MKT";

    /// <summary>Limit; takes limit_price.</summary>
    public const string Limit = "LMT";

    /// <summary>Stop; takes stop_price.</summary>
    public const string Stop = "STP";

    /// <summary>Stop limit; takes both.</summary>
    public const string StopLimit = "STP_LMT";

    /// <summary>The closed list.</summary>
    public static IReadOnlyList<string> Every { get; } = [Market, Limit, Stop, StopLimit];
}
