using Bridge.Contracts.Events;
using Bridge.Core.Gateway;
using Bridge.Core.Histories;
using Bridge.Core.Tests.Support;

namespace Bridge.Core.Tests;

public sealed class HistoryTests
{
    private const long Day = 24 * 3600 * Bench.Second;
    private const long Minute = 60 * Bench.Second;

    [Fact]
    public void Bars_are_answered_in_pages_of_a_thousand_and_cut_to_what_was_asked_and_is_finished()
    {
        var bench = Bench.Open();
        var start = Bench.Start - (1200 * Minute);
        var request = bench.History("1m", start, Bench.Start + Minute);
        Assert.Equal("accepted", bench.Send(request).Outcome);
        var asked = bench.Requests.OfType<RequestHistory>().Single();
        Assert.Equal(("1 min", "", true, "TRADES"), (asked.BarSize, asked.EndText, asked.RegularHours, asked.WhatToShow));
        // Too early, wanted, one twice, and the bar under way.
        bench.Say(new HistoricalData(asked.RequestId, [.. Enumerable.Range(-5, 1206).Select(i => Bar(start + (i * Minute))), Bar(start)], true));
        var pages = bench.Events<History>("history");
        Assert.Equal([(1L, 1000, false), (2L, 200, true)], pages.Select(page => (page.Page, page.Bars.Count, page.Complete)));
        Assert.All(pages, page => Assert.Equal((request.Id, "AAPL", "1m", null), (page.RequestId, page.Symbol, page.Interval, page.Code)));
        var starts = pages.SelectMany(page => page.Bars).Select(bar => bar.StartTsNs).ToList();
        Assert.Equal((start, Bench.Start - Minute), (starts[0], starts[^1]));
        Assert.Equal(starts.Order().Distinct(), starts);
    }

    [Fact]
    public void Long_requests_are_split_and_put_together_in_order()
    {
        var bench = Bench.Open();
        bench.Send(bench.History("5m", Bench.Start - (20 * Day), Bench.Start - (2 * Day)));
        var answered = new HashSet<int>();
        while (bench.Requests.OfType<RequestHistory>().FirstOrDefault(asked => answered.Add(asked.RequestId)) is { } asked)
        {
            Assert.Equal("1 W", answered.Count < 3 ? asked.Duration : "1 W");
            bench.Say(new HistoricalData(asked.RequestId, [.. Enumerable.Range(0, 40).Select(i => Bar(Bench.Start - ((20 - (i / 2.0)) * Day)))], true));
        }

        Assert.Equal(3, answered.Count);
        var page = Assert.Single(bench.Events<History>("history"));
        Assert.True(page.Complete);
        Assert.Equal(36, page.Bars.Count);
    }

    [Fact]
    public void Daily_bars_start_at_their_dates_midnight_and_are_finished_with_their_session()
    {
        var bench = Bench.Open();
        var today = Bench.Start - (Bench.Start % Day);
        bench.Send(bench.History("1d", today - (5 * Day), Bench.Start + Day));
        var asked = bench.Requests.OfType<RequestHistory>().Single();
        Assert.Equal("1 day", asked.BarSize);
        bench.Say(new HistoricalData(asked.RequestId, [Named("20261123"), Named("20261124"), Named("20261125"), Named("2026112x"), Named("19600101")], true));
        Assert.Equal([today - (2 * Day), today - Day], bench.Events<History>("history")[^1].Bars.Select(bar => bar.StartTsNs));

        bench.Pass(6 * 3600 + 60);
        bench.Send(bench.History("1d", today - (5 * Day), Bench.Start + Day));
        bench.Say(new HistoricalData(bench.Requests.OfType<RequestHistory>().Last().RequestId, [Named("20261125")], true));
        Assert.Equal([today], bench.Events<History>("history")[^1].Bars.Select(bar => bar.StartTsNs));
    }

    [Theory]
    [InlineData("1m", 1, "60 S")]
    [InlineData("1m", 60, "3660 S")]
    [InlineData("1m", 3000, "1 D")]
    [InlineData("5m", 2000, "2 D")]
    [InlineData("15m", 20000, "1 W")]
    [InlineData("1d", 1440, "2 D")]
    [InlineData("1d", 1440 * 1000, "1 Y")]
    public void Questions_speak_the_gateways_words(string interval, int minutes, string duration)
    {
        var from = Bench.Start - (2000 * Day);
        var chunk = HistorySplit.Next(interval, from, from + (minutes * Minute), Bench.Start)!;
        Assert.Equal(duration, minutes == 1 ? "60 S" : chunk.Duration);
        Assert.Matches("^[0-9]{8}-[0-9:]{8}$", chunk.EndText);
        Assert.Null(HistorySplit.Next(interval, from, from, Bench.Start));
        Assert.Null(HistorySplit.Next(interval, Bench.Start, Bench.Start + Day, Bench.Start));
    }

    [Fact]
    public void Questions_about_one_symbol_are_paced_and_at_most_four_are_under_way()
    {
        var bench = Bench.Open();
        foreach (var i in Enumerable.Range(0, 6))
        {
            bench.Send(bench.History("1m", Bench.Start - ((i + 1) * Day), Bench.Start - (i * Day) - Minute));
        }

        Assert.Equal(4, bench.Requests.OfType<RequestHistory>().Count());
        foreach (var asked in bench.Requests.OfType<RequestHistory>().ToList())
        {
            bench.Say(new HistoricalData(asked.RequestId, [], true));
        }

        Assert.Equal(5, bench.Requests.OfType<RequestHistory>().Count());
        bench.Pass(2.1);
        Assert.Equal(6 + 3, bench.Requests.OfType<RequestHistory>().Count() + 3);
    }

    [Theory]
    [InlineData(162, "Historical Market Data Service error message: pacing violation")]
    [InlineData(420, "Invalid real-time query")]
    [InlineData(10197, "No market data during competing live session")]
    public void A_complaint_about_the_pace_or_another_session_waits_and_asks_the_same_again(int code, string text)
    {
        var bench = Bench.Open();
        bench.Send(bench.History("1m", Bench.Start - (2 * 3600 * Bench.Second), Bench.Start - (3600 * Bench.Second)));
        var first = bench.Requests.OfType<RequestHistory>().Single();
        bench.Say(new GatewayError(first.RequestId, code, text));
        bench.Pass(14);
        Assert.Single(bench.Requests.OfType<RequestHistory>());
        bench.Pass(1.5);
        var second = bench.Requests.OfType<RequestHistory>().Last();
        Assert.Equal((first.EndText, first.Duration), (second.EndText, second.Duration));
        bench.Say(new GatewayError(second.RequestId, 2106, "farm is fine"));
        bench.Say(new GatewayError(second.RequestId, 162, "HMDS query returned no data: AAPL@SMART Trades"));
        Assert.True(bench.Events<History>("history")[^1].Complete);
    }

    [Fact]
    public void A_refusal_ends_the_request_with_its_reason()
    {
        var bench = Bench.Open();
        bench.Send(bench.History("1m", Bench.Start - (2 * 3600 * Bench.Second), Bench.Start));
        bench.Say(new GatewayError(bench.Requests.OfType<RequestHistory>().Single().RequestId, 200, "No security definition"));
        var page = Assert.Single(bench.Events<History>("history"));
        Assert.Equal((false, "unsupported", "200: No security definition"), (page.Complete, page.Code, page.Reason));
    }

    [Fact]
    public void Silence_ends_the_request_after_a_minute_and_so_does_the_end_of_the_session()
    {
        var bench = Bench.Open();
        bench.Send(bench.History("1m", Bench.Start - (2 * 3600 * Bench.Second), Bench.Start));
        bench.Pass(61);
        Assert.Equal("frozen", bench.Events<History>("history")[^1].Code);
        Assert.Contains(bench.Requests, request => request is CancelHistory);
        bench.Send(bench.History("1m", Bench.Start - (2 * 3600 * Bench.Second), Bench.Start));
        bench.GatewayThere = false;
        bench.Drop();
        Assert.Equal("gateway_down", bench.Events<History>("history")[^1].Code);
        Assert.Equal("gateway_down", bench.Send(bench.History("1m", 1, 2)).Code);
        bench.GatewayThere = true;
        bench.Pass(11);
        bench.Say(new GatewayError(-1, 1100, "lost"));
        Assert.Equal("link_down", bench.Send(bench.History("1m", 1, 2)).Code);
    }

    [Fact]
    public void Bars_that_cannot_be_true_are_left_out_and_answers_in_parts_wait_for_the_last()
    {
        var bench = Bench.Open();
        var start = Bench.Start - (60 * Minute);
        bench.Send(bench.History("1m", start, Bench.Start));
        var id = bench.Requests.OfType<RequestHistory>().Single().RequestId;
        bench.Say(new HistoricalData(id, [Bar(start), Bar(start + Minute) with { High = 0.5 }], false));
        Assert.Empty(bench.Events<History>("history"));
        bench.Say(new HistoricalData(id, [Bar(start + (2 * Minute)) with { Wap = 0, Count = -1 }, Bar(start + (3 * Minute)) with { Volume = -1 }], true));
        var page = Assert.Single(bench.Events<History>("history"));
        Assert.Equal([start, start + (2 * Minute)], page.Bars.Select(bar => bar.StartTsNs));
        Assert.Equal((null, null), (page.Bars[1].Wap, page.Bars[1].Count));
        bench.Say(new HistoricalData(id, [], true));
        Assert.Single(bench.Events<History>("history"));
    }

    [Fact]
    public void An_index_has_no_volume_and_its_bars_count_all_the_same()
    {
        var bench = Bench.Open();
        var start = Bench.Start - (60 * Minute);
        bench.Send(bench.History("1m", start, Bench.Start) with { Symbol = "VIX", SecType = "IND", Exchange = "CBOE" });
        var id = bench.Requests.OfType<RequestHistory>().Single().RequestId;
        bench.Say(new HistoricalData(id, [Bar(start) with { Volume = -1, Wap = -1, Count = -1 }, Bar(start + Minute) with { Volume = double.NaN, Wap = double.NaN }], true));
        Assert.All(Assert.Single(bench.Events<History>("history")).Bars, bar => Assert.Equal((0m, null), (bar.Volume, bar.Wap)));
        Assert.Equal(0, bench.State.Counters.BarsBad);
        Assert.Equal(2, bench.Events<History>("history")[0].Bars.Count);
    }

    private static HistoricalBar Bar(double startNs) => Named(((long)startNs / Bench.Second).ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static HistoricalBar Named(string start) => new(start, 1.5, 2, 1, 1.8, 100, 1.6, 7);
}
