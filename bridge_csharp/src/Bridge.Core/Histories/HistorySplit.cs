using System.Globalization;
using Bridge.Contracts.Words;

namespace Bridge.Core.Histories;

/// <summary>
/// Cuts a request into questions the gateway answers: how much it gives at once depends on the bar size. Each question reaches one bar
/// further than what is wanted, because it is cut by when bars end and the wish by when they start.
/// </summary>
internal static class HistorySplit
{
    /// <summary>The length of a bar, ns.</summary>
    public static long BarNs(string interval) => interval switch
    {
        HistoryIntervals.OneMinute => Moments.Minute,
        HistoryIntervals.FiveMinutes => 5 * Moments.Minute,
        HistoryIntervals.FifteenMinutes => 15 * Moments.Minute,
        _ => Moments.Day,
    };

    /// <summary>The bar size in the gateway's words.</summary>
    public static string BarSize(string interval) => interval switch
    {
        HistoryIntervals.OneMinute => "1 min",
        HistoryIntervals.FiveMinutes => "5 mins",
        HistoryIntervals.FifteenMinutes => "15 mins",
        _ => "1 day",
    };

    /// <summary>The next question from <paramref name="fromNs"/> on; null: nothing that could have begun is left.</summary>
    public static HistoryChunk? Next(string interval, long fromNs, long endNs, long nowNs)
    {
        if (fromNs >= endNs || fromNs >= nowNs)
        {
            return null;
        }

        var bar = BarNs(interval);
        var until = Math.Min(endNs, fromNs + MostAtOnce(interval) - bar);
        var reach = until + bar;
        return new HistoryChunk(fromNs, until, reach >= nowNs ? string.Empty : EndText(reach), Duration(interval, Math.Min(reach, nowNs) - fromNs));
    }

    private static long MostAtOnce(string interval) => interval switch
    {
        HistoryIntervals.OneMinute => Moments.Day,
        HistoryIntervals.OneDay => 365 * Moments.Day,
        _ => 7 * Moments.Day,
    };

    private static string EndText(long ns) =>
        DateTime.UnixEpoch.AddTicks(ns / 100).ToString("yyyyMMdd-HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Duration(string interval, long ns)
    {
        var days = (ns + Moments.Day - 1) / Moments.Day;
        return interval switch
        {
            _ when days > 364 => "1 Y",
            _ when days == 7 => "1 W",
            HistoryIntervals.OneDay => Words(Math.Max(days, 2), "D"),
            _ when ns < Moments.Day => Words(Math.Max((ns + Moments.Second - 1) / Moments.Second, 60), "S"),
            _ => Words(days, "D"),
        };
    }

    private static string Words(long count, string unit) => string.Create(CultureInfo.InvariantCulture, $"{count} {unit}");
}
