using System.Globalization;

namespace Bridge.Core.Zones;

/// <summary>
/// A time in the gateway's words: <c>yyyyMMdd  HH:mm:ss</c> with or without a zone's name behind it, or <c>yyyyMMdd-HH:mm:ss</c>, which is UTC.
/// </summary>
/// <param name="Local">What the clock shows.</param>
/// <param name="Zone">Whose clock it is; empty: it does not say.</param>
internal readonly record struct ShownTime(DateTime Local, string Zone)
{
    private const string Form = "yyyyMMdd HH:mm:ss";

    /// <summary>null: no time in these words.</summary>
    public static ShownTime? Read(string text)
    {
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var (stamp, zone) = parts switch
        {
            [var one] when one.Contains('-', StringComparison.Ordinal) => (one.Replace('-', ' '), "UTC"),
            [var date, var time, .. var name] => (date + " " + time, string.Join(' ', name)),
            _ => (string.Empty, string.Empty),
        };
        return DateTime.TryParseExact(stamp, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) ? new ShownTime(local, zone) : null;
    }
}
