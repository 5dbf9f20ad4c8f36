using System.Globalization;

namespace Bridge.Core.Fills;

/// <summary>
/// The time of an execution in the gateway's words: <c>yyyyMMdd  HH:mm:ss</c> with a zone's name behind it, or
/// <c>yyyyMMdd-HH:mm:ss</c>, which is UTC. Without a zone it is the gateway's own, which is told to be New York's.
/// </summary>
internal static class ExecutionTime
{
    private const string Form = "yyyyMMdd HH:mm:ss";

    /// <summary>ns since 1970; null: no time in these words.</summary>
    public static long? Read(string text)
    {
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var (stamp, zone) = parts switch
        {
            [var one] when one.Contains('-', StringComparison.Ordinal) => (one.Replace('-', ' '), "UTC"),
            [var date, var time] => (date + " " + time, "US/Eastern"),
            [var date, var time, var name] => (date + " " + time, name),
            _ => (string.Empty, string.Empty),
        };
        if (!DateTime.TryParseExact(stamp, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return null;
        }

        var offset = zone is "US/Eastern" or "America/New_York" or "EST" or "EDT" or "EST5EDT" ? NewYork.OffsetAt(local)
            : TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) ? found.GetUtcOffset(local)
            : (TimeSpan?)null;
        return offset is { } ahead ? (local - ahead - DateTime.UnixEpoch).Ticks * 100 : null;
    }
}
