using System.Globalization;
using Bridge.Contracts.Events;
using Bridge.Core.Gateway;
using Bridge.Core.Inputs;
using Bridge.Core.Tests.Support;
using static Bridge.Core.Tests.Support.Stocks;

namespace Bridge.Core.Tests;

/// <summary>The bench begins on 25 November 2026 at 15:00 UTC.</summary>
public sealed class GatewayZoneTests
{
    [Theory]
    // As recorded in London on a day in April.
    [InlineData("20250415 19:38:30 British Summer Time", "20250415  19:38:31", "2025-04-15T18:38:31Z")]
    [InlineData("20261125 15:00:00 Greenwich Mean Time", "20261125  14:59:58", "2026-11-25T14:59:58Z")]
    [InlineData("20261126 00:00:00 JST", "20261125  23:59:58", "2026-11-25T14:59:58Z")]
    [InlineData("20261125 16:00:00 Europe/Berlin", "20261125  15:59:58", "2026-11-25T14:59:58Z")]
    [InlineData("20261125 10:00:00 EST", "20261125  09:59:58", "2026-11-25T14:59:58Z")]
    [InlineData("20261125 10:00:00", "20261125  09:59:58", "2026-11-25T14:59:58Z")]
    [InlineData("", "20261125  09:59:58", "2026-11-25T14:59:58Z")]
    public void A_time_without_a_zone_is_of_the_zone_that_the_handshake_names(string handshake, string text, string utc) =>
        Assert.Equal(Ns(utc), TimeOf(text, handshake));

    [Theory]
    [InlineData("20260715 20:00:00 British Summer Time", "2026-07-15T19:00:00Z")]
    [InlineData("20261125 20:00:00 Greenwich Mean Time", "2026-11-25T20:00:00Z")]
    [InlineData("20261125 20:00:00 Central European Time", "2026-11-25T19:00:00Z")]
    [InlineData("20261125 20:00:00 Central European Standard Time", "2026-11-25T19:00:00Z")]
    [InlineData("20260715 20:00:00 Central European Summer Time", "2026-07-15T18:00:00Z")]
    [InlineData("20261125 10:00:00 Eastern Standard Time", "2026-11-25T15:00:00Z")]
    [InlineData("20260715 10:00:00 Eastern Daylight Time", "2026-07-15T14:00:00Z")]
    [InlineData("20261125 10:00:00 Central Standard Time", "2026-11-25T16:00:00Z")]
    [InlineData("20260715 10:00:00 Central Daylight Time", "2026-07-15T15:00:00Z")]
    [InlineData("20261125 10:00:00 Mountain Standard Time", "2026-11-25T17:00:00Z")]
    [InlineData("20260715 10:00:00 Mountain Daylight Time", "2026-07-15T16:00:00Z")]
    [InlineData("20261125 10:00:00 Pacific Standard Time", "2026-11-25T18:00:00Z")]
    [InlineData("20260715 10:00:00 pdt", "2026-07-15T17:00:00Z")]
    [InlineData("20261126 00:30:00 JST", "2026-11-25T15:30:00Z")]
    [InlineData("20261125 23:00:00 HKT", "2026-11-25T15:00:00Z")]
    [InlineData("20261125 20:30:00 IST", "2026-11-25T15:00:00Z")]
    [InlineData("20261125 20:30:00 Asia/Kolkata", "2026-11-25T15:00:00Z")]
    public void The_names_of_zones_that_gateways_write_are_known(string text, string utc)
    {
        var bench = Open("20261125 10:00:00 US/Eastern");
        Assert.Equal(Ns(utc), TimeOf(text, bench));
        Assert.Empty(Unknown(bench));
    }

    [Theory]
    [InlineData("20261125 20:30:00 IST", "20261125 20:00:00 IST", "2026-11-25T14:30:00Z")]
    [InlineData("20261125 17:00:00 IST", "20261125 16:30:00 IST", "2026-11-25T14:30:00Z")]
    [InlineData("20261125 23:00:00 CST", "20261125 22:30:00 CST", "2026-11-25T14:30:00Z")]
    [InlineData("20261125 09:00:00 CST", "20261125  08:30:00", "2026-11-25T14:30:00Z")]
    public void A_name_of_several_zones_means_the_one_that_the_handshake_shows(string handshake, string text, string utc) =>
        Assert.Equal(Ns(utc), TimeOf(text, handshake));

    [Theory]
    [InlineData("20261125 18:00:07 Stunde Null", "20261125 17:00:00 Stunde Null", "2026-11-25T14:00:00Z")]
    [InlineData("20261125 20:44:55 Stunde Null", "20261125  19:45:00", "2026-11-25T14:00:00Z")]
    [InlineData("20261125 10:00:03 EST", "20261125 09:00:00 Stunde Null", "2026-11-25T14:00:00Z")]
    // A day away is no zone's, and words without a time tell nothing: it has come by now.
    [InlineData("20261126 15:00:00 Stunde Null", "20261126 14:00:00 Stunde Null", "2026-11-25T15:00:00Z")]
    [InlineData("now", "20261126 14:00:00 Stunde Null", "2026-11-25T15:00:00Z")]
    public void A_name_that_nobody_knows_means_as_much_ahead_as_the_handshake_was(string handshake, string text, string utc) =>
        Assert.Equal(Ns(utc), TimeOf(text, handshake));

    [Fact]
    public void It_is_the_gateways_own_clock_that_tells_how_far_ahead_it_is_and_not_ours()
    {
        var bench = new Bench { GatewayTimeText = "20261125 18:00:00 Stunde Null" };
        bench.SetClock(7200);
        bench.Do(new MqttConnected());
        bench.Pass(1800);
        Assert.Equal(Ns("2026-11-25T15:30:00Z"), TimeOf("20261125 18:30:00 Stunde Null", bench));
    }

    [Fact]
    public void An_unknown_name_is_told_once_a_session_with_the_way_out()
    {
        var bench = Open("20261125 18:00:00 Stunde Null");
        TimeOf("20261125 17:00:00 Stunde Null", bench);
        bench.Pass(5);
        TimeOf("20261125 17:00:00", bench);
        var notice = Assert.Single(Unknown(bench));
        Assert.Equal(("unsupported", "warning", null), (notice.Code, notice.Meaning, notice.Repeated));
        Assert.Contains("'Stunde Null'", notice.Text, StringComparison.Ordinal);
        Assert.Contains("UTC+03:00", notice.Text, StringComparison.Ordinal);
        Assert.Contains("America/New_York", notice.Text, StringComparison.Ordinal);
        bench.Drop();
        bench.Pass(15);
        Assert.Equal(2, Unknown(bench).Length);
    }

    [Fact]
    public void Without_a_handshake_to_go_by_it_is_told_that_fills_bear_the_time_they_come()
    {
        var bench = Open("now");
        Assert.Empty(Unknown(bench));
        TimeOf("20261125 17:00:00 Stunde Null", bench);
        Assert.Contains("the time they come", Assert.Single(Unknown(bench)).Text, StringComparison.Ordinal);
    }

    private static Notice[] Unknown(Bench bench) => [.. bench.Notices.Where(notice => notice.Text.Contains("time zone", StringComparison.Ordinal))];

    private static Bench Open(string handshake)
    {
        var bench = new Bench { GatewayTimeText = handshake };
        bench.Do(new MqttConnected());
        return bench;
    }

    private static long TimeOf(string text, string handshake) => TimeOf(text, Open(handshake));

    private static long TimeOf(string text, Bench bench)
    {
        bench.Say(new ExecutionDetails(-1, 0, Apple, $"z{bench.Fills.Count}.01", text, "DU1", "BUY", 5, 10m, 99, 0, 5, 10m, string.Empty));
        return bench.Fills[^1].TimeTsNs;
    }

    private static long Ns(string utc) =>
        (DateTimeOffset.Parse(utc, CultureInfo.InvariantCulture).UtcTicks - DateTime.UnixEpoch.Ticks) * 100;
}
