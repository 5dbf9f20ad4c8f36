namespace Bridge.Core.Gateway;

/// <summary>
/// One bar of history. StartText is the gateway's: seconds since 1970 for intraday bars, yyyyMMdd for daily ones. Told as it came,
/// bad or not: a number that is unset is NaN, and bars of prices other than trades have a Volume of −1.
/// </summary>
public sealed record HistoricalBar(
    string StartText,
    double Open,
    double High,
    double Low,
    double Close,
    double Volume,
    double Wap,
    int Count);
