using System.Collections.Frozen;

namespace Bridge.Core.Zones;

/// <summary>
/// The names of zones that gateways write. One that was set up with a zone's id writes it, others what Java or Windows calls their zone.
/// Those names no zone file knows, nor can ICU be asked for them where globalization is invariant; most say whether it is summer.
/// </summary>
internal static class ZoneNames
{
    /// <summary>The zone a gateway is to be set to.</summary>
    public const string NewYork = "America/New_York";

    private static readonly FrozenSet<string> NewYorks =
        FrozenSet.Create(StringComparer.OrdinalIgnoreCase, NewYork, "US/Eastern", "EST", "EDT", "EST5EDT", "Eastern Standard Time", "Eastern Daylight Time");

    private static readonly FrozenDictionary<string, TimeSpan[]> Offsets = Build().ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>How far a zone is ahead of UTC when its clocks show this; null: nobody knows the name.</summary>
    /// <param name="name">As the gateway writes it.</param>
    /// <param name="local">What its clocks show.</param>
    /// <param name="shown">How far ahead a clock of this name is now, if that is known: it tells zones of the same name apart.</param>
    public static TimeSpan? OffsetOf(string name, DateTime local, TimeSpan? shown)
    {
        if (NewYorks.Contains(name))
        {
            return Core.NewYork.OffsetAt(local);
        }

        if (Offsets.TryGetValue(name, out var meant))
        {
            return shown is { } ahead && meant.Contains(ahead) ? ahead : meant[0];
        }

        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var found) ? found.GetUtcOffset(local) : null;
    }

    // Hours ahead of UTC. Several: Windows calls a zone 'Standard Time' in summer too, and some short names are those of several zones.
    private static IEnumerable<KeyValuePair<string, TimeSpan[]>> Build() =>
    [
        .. Named([-10], "HST", "Hawaii Standard Time", "Hawaii-Aleutian Standard Time", "Hawaiian Standard Time"),
        .. Named([-8], "PST"),
        .. Named([-8, -7], "Pacific Standard Time"),
        .. Named([-7], "PDT", "Pacific Daylight Time", "MST", "US Mountain Standard Time"),
        .. Named([-7, -6], "Mountain Standard Time"),
        .. Named([-6], "MDT", "Mountain Daylight Time"),
        .. Named([-6, 8], "CST"),
        .. Named([-6, -5], "Central Standard Time"),
        .. Named([-5], "CDT", "Central Daylight Time"),
        .. Named([-4, -3], "AST", "Atlantic Standard Time"),
        .. Named([-3], "ADT", "Atlantic Daylight Time", "BRT", "Brasilia Time", "Brasilia Standard Time"),
        .. Named([0], "GMT", "Greenwich Mean Time", "Greenwich Standard Time", "Coordinated Universal Time", "Western European Time"),
        .. Named([0, 1], "GMT Standard Time"),
        .. Named([1], "BST", "British Summer Time", "WEST", "Western European Summer Time", "Irish Standard Time", "Central European Time"),
        .. Named([1, 2], "Central European Standard Time", "Central Europe Standard Time", "W. Europe Standard Time", "Romance Standard Time"),
        .. Named([2], "CEST", "Central European Summer Time", "Eastern European Time", "SAST", "South Africa Standard Time"),
        .. Named([2, 3], "Eastern European Standard Time", "E. Europe Standard Time", "FLE Standard Time", "GTB Standard Time", "Israel Standard Time"),
        .. Named([3], "EEST", "Eastern European Summer Time", "IDT", "Israel Daylight Time", "MSK", "Moscow Standard Time", "Arabian Standard Time"),
        .. Named([4], "GST", "Gulf Standard Time"),
        .. Named([5.5], "India Standard Time"),
        .. Named([5.5, 2, 1], "IST"),
        .. Named([8], "China Standard Time", "HKT", "Hong Kong Time", "Hong Kong Standard Time", "SGT", "Singapore Time", "Singapore Standard Time"),
        .. Named([8], "AWST", "Australian Western Standard Time"),
        .. Named([9], "JST", "Japan Time", "Japan Standard Time", "Tokyo Standard Time", "KST", "Korea Time", "Korea Standard Time", "Korean Standard Time"),
        .. Named([10], "AEST"),
        .. Named([10, 11], "Australian Eastern Standard Time", "AUS Eastern Standard Time"),
        .. Named([11], "AEDT", "Australian Eastern Daylight Time"),
        .. Named([12], "NZST"),
        .. Named([12, 13], "New Zealand Standard Time"),
        .. Named([13], "NZDT", "New Zealand Daylight Time"),
    ];

    private static IEnumerable<KeyValuePair<string, TimeSpan[]>> Named(double[] hours, params string[] names) =>
        names.Select(name => KeyValuePair.Create(name, Array.ConvertAll(hours, TimeSpan.FromHours)));
}
