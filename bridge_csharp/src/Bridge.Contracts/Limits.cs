namespace Bridge.Contracts;

/// <summary>Sizes and ranges both ends agreed on.</summary>
public static class Limits
{
    /// <summary>Bytes of a command.</summary>
    public const int CommandBytes = 64 * 1024;

    /// <summary>Bytes of an event; larger lists are paged.</summary>
    public const int EventBytes = 256 * 1024;

    /// <summary>Bars on one page of history.</summary>
    public const int HistoryPageBars = 1000;

    /// <summary>Characters of a text.</summary>
    public const int TextLength = 64;

    /// <summary>Decimals of a price.</summary>
    public const int PriceDecimals = 8;

    /// <summary>The largest epoch: what a double still counts exactly.</summary>
    public const long LargestEpoch = 1L << 53;

    /// <summary>How long a command may be valid.</summary>
    public const long LifetimeNs = 24L * 3600 * 1_000_000_000;
}
