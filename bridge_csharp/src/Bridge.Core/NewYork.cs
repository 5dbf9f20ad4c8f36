namespace Bridge.Core;

/// <summary>
/// New York's clock: the exchange's days begin at its midnight. Computed by the rule in force since 2007 (second Sunday of March to first
/// Sunday of November), so that it does not depend on the machine's time zone files.
/// </summary>
internal static class NewYork
{
    private static readonly TimeSpan Winter = TimeSpan.FromHours(-5);
    private static readonly TimeSpan Summer = TimeSpan.FromHours(-4);

    /// <summary>How far New York is ahead of UTC (below zero) when its clocks show this.</summary>
    public static TimeSpan OffsetAt(DateTime local)
    {
        var begins = Sunday(local.Year, month: 3, nth: 2).AddHours(2);
        var ends = Sunday(local.Year, month: 11, nth: 1).AddHours(2);
        return local >= begins && local < ends ? Summer : Winter;
    }

    /// <summary>What New York's clocks show.</summary>
    public static DateTime LocalOf(long nowNs)
    {
        var utc = DateTime.UnixEpoch.AddTicks(nowNs / 100);
        var year = (utc + Winter).Year;
        var begins = Sunday(year, month: 3, nth: 2).AddHours(2) - Winter;
        var ends = Sunday(year, month: 11, nth: 1).AddHours(2) - Summer;
        return utc >= begins && utc < ends ? utc + Summer : utc + Winter;
    }

    /// <summary>
    /// When its clocks show this, ns since 1970; the second is the first but in two nights a year. In the one they are set back they show it
    /// twice, in the one they are set forward perhaps never: then both moments are told that may be meant.
    /// </summary>
    public static (long First, long Second) MomentsOf(DateTime local)
    {
        var (summer, winter) = (Ns(local - Summer), Ns(local - Winter));
        var (inSummer, inWinter) = (LocalOf(summer) == local, LocalOf(winter) == local);
        return inSummer == inWinter ? (summer, winter) : inSummer ? (summer, summer) : (winter, winter);
    }

    /// <summary>The last midnight in New York, ns since 1970.</summary>
    public static long MidnightBefore(long nowNs)
    {
        var day = LocalOf(nowNs).Date;
        return Ns(day - OffsetAt(day));
    }

    private static long Ns(DateTime utc) => (utc - DateTime.UnixEpoch).Ticks * 100;

    private static DateTime Sunday(int year, int month, int nth)
    {
        var first = new DateTime(year, month, 1, 0, 0, 0, DateTimeKind.Unspecified);
        var toSunday = (7 - (int)first.DayOfWeek) % 7;
        return first.AddDays(toSunday + (7 * (nth - 1)));
    }
}
