using Bridge.Core.Fills;
using Bridge.Core.Link;
using Bridge.Core.Zones;

namespace Bridge.Core.Tests;

public sealed class TimeTests
{
    [Theory]
    [InlineData("20261125  10:00:00 US/Eastern", "2026-11-25T15:00:00Z")]
    [InlineData("20260715 10:00:00 America/New_York", "2026-07-15T14:00:00Z")]
    [InlineData("20260715-10:00:00", "2026-07-15T10:00:00Z")]
    [InlineData("20261125 10:00:00 UTC", "2026-11-25T10:00:00Z")]
    [InlineData("20261325 10:00:00", null)]
    [InlineData("", null)]
    public void Times_are_read_in_the_gateways_words(string text, string? utc) =>
        Assert.Equal(
            utc is null ? null : Ns(utc),
            ShownTime.Read(text) is { } time ? Ns(time.Local) - ZoneNames.OffsetOf(time.Zone, time.Local, shown: null)?.Ticks * 100 : null);

    [Theory]
    [InlineData("2026-03-08T06:59:59Z", "2026-03-08T01:59:59")]
    [InlineData("2026-03-08T07:00:00Z", "2026-03-08T03:00:00")]
    [InlineData("2026-11-01T05:59:59Z", "2026-11-01T01:59:59")]
    [InlineData("2026-11-01T06:00:00Z", "2026-11-01T01:00:00")]
    [InlineData("2026-01-01T04:00:00Z", "2025-12-31T23:00:00")]
    [InlineData("2027-03-14T07:00:00Z", "2027-03-14T03:00:00")]
    public void New_Yorks_clocks_change_in_March_and_November(string utc, string local) =>
        Assert.Equal(local, NewYork.LocalOf(Ns(utc)).ToString("s", System.Globalization.CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("2026-11-25T15:00:00Z", "2026-11-25T05:00:00Z")]
    [InlineData("2026-11-25T04:59:59Z", "2026-11-24T05:00:00Z")]
    [InlineData("2026-07-15T15:00:00Z", "2026-07-15T04:00:00Z")]
    [InlineData("2026-11-01T12:00:00Z", "2026-11-01T04:00:00Z")]
    public void The_day_begins_at_New_Yorks_midnight(string now, string midnight) =>
        Assert.Equal(Ns(midnight), NewYork.MidnightBefore(Ns(now)));

    [Theory]
    // The evening before, an ordinary night, over midnight.
    [InlineData("23:45", "2026-11-26T04:43:00Z", "2026-11-26T04:50:00Z")]
    [InlineData("00:01", "2026-11-26T04:59:00Z", "2026-11-26T05:06:00Z")]
    [InlineData("23:58", "2026-11-26T04:56:00Z", "2026-11-26T05:03:00Z")]
    // 02:30 is never shown that night: an hour may be meant, or the next.
    [InlineData("02:30", "2026-03-08T06:28:00Z", "2026-03-08T06:35:00Z")]
    [InlineData("02:30", "2026-03-08T07:28:00Z", "2026-03-08T07:35:00Z")]
    [InlineData("01:59", "2026-03-08T06:57:00Z", "2026-03-08T07:04:00Z")]
    [InlineData("03:01", "2026-03-08T06:59:00Z", "2026-03-08T07:06:00Z")]
    // 01:57 is shown twice that night.
    [InlineData("01:57", "2026-11-01T05:55:00Z", "2026-11-01T06:02:00Z")]
    [InlineData("01:57", "2026-11-01T06:55:00Z", "2026-11-01T07:02:00Z")]
    public void Orders_are_closed_from_two_minutes_before_the_planned_restart_to_five_after_it_in_every_night(string restart, string begins, string ends)
    {
        var blackout = new Blackout(TimeOnly.Parse(restart, System.Globalization.CultureInfo.InvariantCulture), 120, 300);
        Assert.Equal(
            [false, true, true, false],
            new[] { Ns(begins) - 1, Ns(begins), Ns(ends) - 1, Ns(ends) }.Select(blackout.Covers));
    }

    [Theory]
    [InlineData("0000e0d5.67fe.01.02", "0000e0d5.67fe.01", 2)]
    [InlineData("plain", "plain", 0)]
    [InlineData("a.b", "a.b", 0)]
    [InlineData(".5", ".5", 0)]
    [InlineData("a.-1", "a.-1", 0)]
    public void An_execution_id_is_a_key_and_a_revision(string text, string key, long revision) =>
        Assert.Equal(new ExecId(key, revision), ExecId.Of(text));

    private static long Ns(DateTime shown) => (shown - DateTime.UnixEpoch).Ticks * 100;

    private static long Ns(string utc) =>
        (DateTimeOffset.Parse(utc, System.Globalization.CultureInfo.InvariantCulture).UtcTicks - DateTime.UnixEpoch.Ticks) * 100;
}
