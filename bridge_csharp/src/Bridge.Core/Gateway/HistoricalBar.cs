namespace Bridge.Core.Gateway;

/// <summary>One bar of history. StartText is the gateway's: seconds since 1970 for intraday bars, yyyyMMdd for daily ones.</summary>
public sealed record HistoricalBar(
    string StartText,
    double Open,
    double High,
    double Low,
    double Close,
    double Volume,
    double Wap,
    int Count);
