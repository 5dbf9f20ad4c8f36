using Bridge.Contracts.Events;
using Bridge.Core.Gateway;
using Bridge.Core.Tests.Support;

namespace Bridge.Core.Tests;

public sealed class FeedTests
{
    private const long T = Bench.Start / Bench.Second;

    [Fact]
    public void Bars_come_out_with_everything_in_them()
    {
        var bench = Subscribed(out var id);
        bench.Say(Bar(id, T) with { Open = 1.1, High = 1.3, Low = 1.05, Close = 1.2, Volume = 12, Wap = 1.15, Count = 3 });
        var bar = Assert.Single(bench.Events<Bar>("bar"));
        Assert.Equal(("AAPL", "5s", Bench.Start, 1.1m, 1.3m, 1.05m, 1.2m, 12m, (decimal?)1.15m, (long?)3, false), (bar.Symbol, bar.Interval, bar.StartTsNs, bar.Open, bar.High, bar.Low, bar.Close, bar.Volume, bar.Wap, bar.Count, bar.Delayed));
        Assert.Equal(300, bench.Effects.OfType<Effects.Publish>().Last(publish => publish.Topic.EndsWith("/bar", StringComparison.Ordinal)).ExpirySeconds);
        Assert.Equal(("live", "5s"), (bench.State.Feeds["AAPL"].Status, bench.State.Feeds["AAPL"].Interval));
    }

    [Theory]
    [InlineData(double.NaN, 2, 1, 1.5, 1, 0)]
    [InlineData(1.5, 2, 1, 0, 1, 0)]
    [InlineData(1.5, 1.4, 1, 1.2, 1, 0)]
    [InlineData(1.5, 2, 1.6, 1.7, 1, 0)]
    [InlineData(1.5, 2, 1, 1.2, -1, 0)]
    [InlineData(1.5, 2, 1, 1.2, double.NaN, 0)]
    [InlineData(1.5, 2, 1, 1.2, 1, 3)]
    [InlineData(1.5, 2, 1, 1.2, 1, 15)]
    [InlineData(1.5, 2, 1, 1.2, 1, -5)]
    [InlineData(1.5, double.PositiveInfinity, 1, 1.2, 1, 5)]
    [InlineData(1.5, 1e200, 1, 1.2, 1, 5)]
    public void Bars_that_cannot_be_true_are_dropped_counted_and_told(double open, double high, double low, double close, double volume, long later)
    {
        var bench = Subscribed(out var id);
        bench.Say(Bar(id, T - 5));
        bench.Say(new RealtimeBar(id, T + later, open, high, low, close, volume, 1, 1));
        Assert.Single(bench.Events<Bar>("bar"));
        Assert.Equal(("bad_bar", "AAPL"), (bench.Notices[^1].Code, bench.Notices[^1].Symbol));
        bench.Pass(5);
        Assert.Equal(1, bench.State.Counters.BarsBad);
    }

    [Fact]
    public void An_index_has_no_volume_and_its_bars_count_all_the_same()
    {
        var bench = Bench.Open();
        bench.Send(bench.Subscribe("VIX") with { SecType = "IND", Exchange = "CBOE" });
        var id = bench.Requests.OfType<SubscribeRealtimeBars>().Single().RequestId;
        bench.Say(Bar(id, T - 5) with { Volume = -1 });
        bench.Say(Bar(id, T) with { Volume = double.NaN, Wap = double.NaN });
        Assert.Equal([0m, 0m], bench.Events<Bar>("bar").Select(bar => bar.Volume));
        Assert.All(bench.Events<Bar>("bar"), bar => Assert.Null(bar.Wap));
        bench.Say(Bar(id, T + 5) with { Volume = -2 });
        Assert.Equal("bad_bar", bench.Notices[^1].Code);
    }

    [Fact]
    public void A_gap_between_bars_is_told()
    {
        var bench = Subscribed(out var id);
        bench.Say(Bar(id, T - 30));
        bench.Say(Bar(id, T - 25));
        Assert.DoesNotContain(bench.Notices, notice => notice.Action == "gap");
        bench.Say(Bar(id, T - 10));
        Assert.Contains(bench.Notices, notice => notice is { Action: "gap", Symbol: "AAPL" });
    }

    [Fact]
    public void A_silent_feed_is_asked_for_again_under_a_new_id_and_the_wait_doubles_to_ten_minutes()
    {
        var bench = Subscribed(out _);
        bench.Pass(4000);
        var asked = bench.Written.Where(written => written.Request is SubscribeRealtimeBars).ToList();
        Assert.Equal([20, 40, 80, 160, 320, 600, 600, 600, 600], asked.Zip(asked.Skip(1)).Take(9).Select(pair => (pair.Second.At - pair.First.At) / Bench.Second));
        Assert.Equal(asked.Count, asked.Select(written => ((SubscribeRealtimeBars)written.Request).RequestId).Distinct().Count());
        Assert.Equal(asked.Count - 1, bench.Requests.Count(request => request is CancelRealtimeBars));
        Assert.Contains(bench.Notices, notice => notice is { Action: "resubscribed", Symbol: "AAPL" });
        Assert.Equal("stale", bench.State.Feeds["AAPL"].Status);

        // It helps: from then on the wait is short again.
        bench.Say(Bar(((SubscribeRealtimeBars)asked[^1].Request).RequestId, (bench.Now / Bench.Second / 5) * 5));
        Assert.Equal("live", bench.State.Feeds["AAPL"].Status);
        bench.Pass(21);
        Assert.Equal(asked.Count + 1, bench.Requests.Count(request => request is SubscribeRealtimeBars));
    }

    [Fact]
    public void A_feed_is_not_judged_while_link_or_farm_is_down()
    {
        var bench = Subscribed(out _);
        bench.Say(new GatewayError(-1, 2103, "Market data farm connection is broken:usfarm"));
        bench.Pass(60);
        Assert.Equal(1, bench.Requests.Count(request => request is SubscribeRealtimeBars));
        bench.Say(new GatewayError(-1, 2104, "Market data farm connection is OK:usfarm"));
        bench.Pass(0);
        Assert.Equal(2, bench.Requests.Count(request => request is SubscribeRealtimeBars));
    }

    [Fact]
    public void After_a_link_that_lost_its_data_everything_is_asked_again_and_else_only_what_is_stale()
    {
        var bench = Subscribed(out var id);
        bench.Say(Bar(id, T));
        bench.Say(new GatewayError(-1, 1100, "lost"));
        bench.Say(new GatewayError(-1, 1102, "kept"));
        Assert.Equal(1, bench.Requests.Count(request => request is SubscribeRealtimeBars));
        bench.Say(new GatewayError(-1, 1100, "lost"));
        bench.Say(new GatewayError(-1, 1101, "data lost"));
        Assert.Equal(2, bench.Requests.Count(request => request is SubscribeRealtimeBars));
        bench.Say(Bar(id, T + 5));
        Assert.Single(bench.Events<Bar>("bar"));
    }

    [Fact]
    public void Subscriptions_survive_the_gateways_session_and_end_when_asked_to()
    {
        var bench = Subscribed(out _);
        bench.Send(bench.Subscribe("AAPL"));
        Assert.Equal(1, bench.Requests.Count(request => request is SubscribeRealtimeBars));
        bench.Drop();
        bench.Pass(1);
        Assert.Equal(2, bench.Requests.Count(request => request is SubscribeRealtimeBars));
        bench.Send(bench.Unsubscribe("AAPL"));
        Assert.IsType<CancelRealtimeBars>(bench.Requests.Last());
        Assert.Empty(bench.State.Feeds);
        bench.Send(bench.Unsubscribe("AAPL"));
        bench.Drop();
        bench.Pass(11);
        Assert.Equal(2, bench.Requests.Count(request => request is SubscribeRealtimeBars));
    }

    [Fact]
    public void Subscriptions_made_before_the_gateway_is_there_are_asked_for_once_it_is()
    {
        var bench = new Bench { GatewayThere = false };
        Assert.Equal("accepted", bench.Send(bench.Subscribe("AAPL")).Outcome);
        bench.GatewayThere = true;
        bench.Pass(11);
        Assert.Single(bench.Requests, request => request is SubscribeRealtimeBars { WhatToShow: "TRADES" });
    }

    [Fact]
    public void A_refused_feed_is_told_with_its_command_and_not_asked_for_again()
    {
        var bench = Bench.Open();
        var subscribe = bench.Subscribe("AAPL");
        bench.Send(subscribe);
        var id = bench.Requests.OfType<SubscribeRealtimeBars>().Single().RequestId;
        bench.Say(new GatewayError(id, 354, "Requested market data is not subscribed."));
        Assert.Equal((subscribe.Id, 354L, "feed"), (bench.Notices[^1].CommandId, bench.Notices[^1].TwsCode, bench.Notices[^1].Meaning));
        Assert.Equal("refused", bench.State.Feeds["AAPL"].Status);
        bench.Pass(100);
        Assert.Single(bench.Requests.OfType<SubscribeRealtimeBars>());
        bench.Send(bench.Subscribe("AAPL"));
        Assert.Equal(2, bench.Requests.OfType<SubscribeRealtimeBars>().Count());
    }

    [Fact]
    public void Delayed_data_is_told_as_delayed()
    {
        var bench = Subscribed(out var id);
        bench.Say(new MarketDataType(id, 3));
        bench.Say(Bar(id, T));
        Assert.True(bench.Events<Bar>("bar")[^1].Delayed);
        Assert.True(bench.State.Feeds["AAPL"].Delayed);
        bench.Say(new MarketDataType(id, 1));
        bench.Say(new GatewayError(id, 10167, "Requested market data is not subscribed. Displaying delayed market data."));
        bench.Say(Bar(id, T + 5));
        Assert.True(bench.Events<Bar>("bar")[^1].Delayed);
    }

    [Fact]
    public void A_request_the_gateway_dropped_is_made_anew_but_not_in_a_loop()
    {
        var bench = Subscribed(out var id);
        bench.Say(new GatewayError(id, 10182, "Failed to request live updates (disconnected)."));
        Assert.Single(bench.Requests.OfType<SubscribeRealtimeBars>());
        foreach (var i in Enumerable.Range(1, 5))
        {
            bench.Say(Bar(id, T + (5 * i)));
            bench.Pass(5);
        }

        bench.Say(new GatewayError(id, 10182, "Failed to request live updates (disconnected)."));
        Assert.Equal(2, bench.Requests.OfType<SubscribeRealtimeBars>().Count());
        bench.Say(new GatewayError(id, 420, "pacing"));
        bench.Say(new GatewayError(id + 100_000, 321, "nobody's"));
    }

    [Fact]
    public void A_feed_that_another_session_takes_is_stale_and_asked_for_less_and_less_until_it_delivers_again()
    {
        var bench = Subscribed(out var id);
        bench.Say(Bar(id, T));
        bench.Say(new GatewayError(id, 10197, "No market data during competing live session"));
        Assert.Equal("stale", bench.State.Feeds["AAPL"].Status);
        Assert.Equal((10197L, "feed", "AAPL"), (bench.Notices[^1].TwsCode, bench.Notices[^1].Meaning, bench.Notices[^1].Symbol));
        Assert.Single(bench.Requests.OfType<SubscribeRealtimeBars>());
        foreach (var asked in new[] { 2, 3 })
        {
            // 20 s, then twice that.
            bench.Pass(20 * (asked - 1));
            Assert.Equal(asked, bench.Requests.OfType<SubscribeRealtimeBars>().Count());
            bench.Say(new GatewayError(bench.Requests.OfType<SubscribeRealtimeBars>().Last().RequestId, 10197, "No market data during competing live session"));
            Assert.Equal("stale", bench.State.Feeds["AAPL"].Status);
        }

        bench.Say(Bar(bench.Requests.OfType<SubscribeRealtimeBars>().Last().RequestId, T + 60));
        Assert.Equal("live", bench.State.Feeds["AAPL"].Status);
    }

    [Fact]
    public void Quotes_are_gathered_and_given_out_four_times_a_second_at_most()
    {
        var bench = Bench.Open();
        bench.Send(bench.Subscribe("AAPL"));
        bench.Send(bench.Subscribe("AAPL", "quote"));
        var id = bench.Requests.OfType<SubscribeQuotes>().Single().RequestId;
        foreach (var i in Enumerable.Range(1, 100))
        {
            bench.Say(new TickPrice(id, 1, i, 10 + i));
            bench.Say(new TickPrice(id, 2, i + 1, 5));
            bench.Say(new TickPrice(id, 4, i + 0.5, 0));
            bench.Say(new TickSize(id, 3, 33));
            bench.Say(new TickSize(id, 0, 44));
            bench.Say(new TickSize(id, 5, 55));
            bench.Say(new TickSize(id, 8, 1));
            bench.Say(new TickPrice(id, 6, 1, 1));
            bench.Pass(0.01);
        }

        bench.Pass(1);
        var quotes = bench.Events<Quote>("quote");
        Assert.InRange(quotes.Count, 4, 6);
        Assert.All(quotes.Zip(quotes.Skip(1)), pair => Assert.True(pair.Second.TsNs - pair.First.TsNs >= Bench.Second / 4));
        Assert.Equal((100m, 101m, 100.5m, 44m, 33m, 55m, false), (quotes[^1].Bid, quotes[^1].Ask, quotes[^1].Last, quotes[^1].Sizes.Bid, quotes[^1].Sizes.Ask, quotes[^1].Sizes.Last, quotes[^1].Delayed));
        Assert.All(bench.Effects.OfType<Effects.Publish>().Where(publish => publish.Topic.EndsWith("quote", StringComparison.Ordinal)), publish => Assert.Equal(0, publish.Qos));
        Assert.Equal(["AAPL", "AAPL quote"], bench.State.Feeds.Keys);
        bench.Say(new TickPrice(id, 66, -1, 0));
        bench.Say(new TickSize(id, 70, 2));
        bench.Pass(1);
        Assert.Equal((null, true), (bench.Events<Quote>("quote")[^1].Bid, bench.Events<Quote>("quote")[^1].Delayed));
        bench.Send(bench.Unsubscribe("AAPL", "quote"));
        Assert.IsType<CancelQuotes>(bench.Requests.Last());
    }

    [Fact]
    public void Data_of_requests_nobody_made_is_ignored()
    {
        var bench = Subscribed(out _);
        bench.Say(Bar(7, T));
        bench.Say(new TickSize(7, 0, 1));
        bench.Say(new MarketDataType(7, 3));
        Assert.Empty(bench.Events<Bar>("bar"));
    }

    private static Bench Subscribed(out int id)
    {
        var bench = Bench.Open();
        bench.Send(bench.Subscribe("AAPL"));
        id = bench.Requests.OfType<SubscribeRealtimeBars>().Single().RequestId;
        return bench;
    }

    private static RealtimeBar Bar(int id, long start) => new(id, start, 1.5, 2, 1, 1.8, 10, -1, -1);
}
