using Bridge.Contracts.Events;
using Bridge.Core.Gateway;
using Bridge.Core.Tests.Support;

namespace Bridge.Core.Tests;

/// <summary>What the gateway says instead of data, or beside it.</summary>
public sealed class RefusedFeedTests
{
    [Theory]
    [InlineData(165)]
    [InlineData(10090)]
    [InlineData(10091)]
    public void Words_beside_the_data_do_not_end_it(int code)
    {
        var bench = Subscribed(out var id);
        bench.Say(new GatewayError(id, code, "Part of requested market data is not subscribed. Subscription-independent ticks are still active."));
        Assert.Equal(code, bench.Notices[^1].TwsCode);
        bench.Say(new TickPrice(id, 1, 100.5, 100));
        Assert.Equal(100.5m, Assert.Single(bench.Events<Quote>("quote")).Bid);
        Assert.Empty(bench.Requests.OfType<CancelQuotes>());
    }

    [Theory]
    [InlineData(354)]
    [InlineData(10089)]
    [InlineData(31_337)]
    public void What_is_refused_is_cancelled_too_and_that_there_was_nothing_to_cancel_is_no_news(int code)
    {
        var bench = Subscribed(out var id);
        bench.Say(new GatewayError(id, code, "Requested market data is not subscribed."));
        Assert.Equal("refused", bench.State.Feeds["AAPL"].Status);
        Assert.Equal(id, Assert.Single(bench.Requests.OfType<CancelQuotes>()).RequestId);
        var told = bench.Notices.Count;
        bench.Say(new GatewayError(id, 300, "Can't find EId with tickerId:" + id));
        bench.Pass(3);
        Assert.Equal(told, bench.Notices.Count);
    }

    [Fact]
    public void Where_delayed_data_was_asked_for_they_may_follow_the_refusal_of_live_ones()
    {
        var bench = Subscribed(out var id, new CoreOptions { MarketDataType = CoreOptions.Delayed });
        bench.Say(new GatewayError(id, 10089, "Requested market data requires additional subscription for API. Delayed market data is available."));
        Assert.True(bench.State.Feeds["AAPL"].Delayed);
        bench.Say(new TickPrice(id, 66, 100.5, 100));
        Assert.True(Assert.Single(bench.Events<Quote>("quote")).Delayed);
    }

    [Fact]
    public void Should_they_not_follow_the_feed_is_asked_for_again_like_any_that_is_silent()
    {
        var bench = Subscribed(out var id, new CoreOptions { MarketDataType = CoreOptions.Delayed });
        bench.Say(new GatewayError(id, 10089, "Delayed market data is available."));
        bench.Pass(21);
        Assert.Equal(2, bench.Requests.OfType<SubscribeQuotes>().Count());
    }

    [Fact]
    public void Bars_come_live_or_not_at_all()
    {
        var bench = Bench.Open(new CoreOptions { MarketDataType = CoreOptions.Delayed });
        bench.Send(bench.Subscribe("AAPL"));
        var id = bench.Requests.OfType<SubscribeRealtimeBars>().Single().RequestId;
        bench.Say(new GatewayError(id, 10089, "Delayed market data is available."));
        Assert.Equal("refused", bench.State.Feeds["AAPL"].Status);
    }

    private static Bench Subscribed(out int id, CoreOptions? options = null)
    {
        var bench = Bench.Open(options);
        bench.Send(bench.Subscribe("AAPL", "quote"));
        id = bench.Requests.OfType<SubscribeQuotes>().Single().RequestId;
        return bench;
    }
}
