using Bridge.Contracts;
using Bridge.Contracts.Events;
using Bridge.Core.Effects;
using Bridge.Core.Gateway;
using Bridge.Core.Tests.Support;

namespace Bridge.Core.Tests;

/// <summary>Somebody sets the clock, or the machine sleeps: what is waited for takes as long as ever.</summary>
public sealed class ClockTests
{
    private const double AnHour = 3600;

    [Theory]
    [InlineData(AnHour)]
    [InlineData(-AnHour)]
    public void A_gateway_that_is_away_is_tried_again_ten_seconds_later(double set)
    {
        var bench = Bench.Open();
        bench.GatewayThere = false;
        bench.Drop();
        bench.Pass(25);
        var before = bench.Attempts.Count;
        bench.SetClock(set);
        bench.Do(new Inputs.Tick());
        bench.Pass(4);
        Assert.InRange(bench.State.NextAttemptTsNs!.Value - bench.Now, 1, 10 * Bench.Second);
        Assert.InRange(bench.Attempts.Count - before, 0, 1);

        bench.GatewayThere = true;
        bench.Pass(10);
        Assert.Equal(("connected", "open"), (bench.State.Gateway, bench.State.Orders));
    }

    [Theory]
    [InlineData(AnHour)]
    [InlineData(-AnHour)]
    public void The_state_is_told_as_often_as_ever_and_by_the_clock_as_it_is_now(double set)
    {
        var bench = Bench.Open();
        bench.SetClock(set);
        bench.Clear();
        bench.Pass(20);
        Assert.InRange(bench.Effects.OfType<Publish>().Count(told => told.Topic == Topics.State), 4, 6);
        Assert.InRange(bench.Now - bench.State.TsNs, 0, 5 * Bench.Second);
    }

    [Theory]
    [InlineData(AnHour)]
    [InlineData(-AnHour)]
    public void A_frozen_gateway_is_found_within_ten_seconds_and_one_that_answers_is_not_called_frozen(double set)
    {
        var bench = Bench.Open();
        bench.Pass(6);
        bench.SetClock(set);
        bench.Pass(30);
        Assert.DoesNotContain(bench.Notices, notice => notice.Code == Codes.Frozen);

        bench.Gateway.Frozen = true;
        bench.GatewayThere = false;
        bench.SetClock(set);
        bench.Pass(10);
        Assert.Contains(bench.Notices, notice => notice.Code == Codes.Frozen);
        Assert.Equal("disconnected", bench.State.Gateway);
    }

    [Theory]
    [InlineData(AnHour)]
    [InlineData(-AnHour)]
    public void A_cancel_that_is_not_answered_is_written_again_after_its_time_and_not_before(double set)
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        bench.Gateway.IgnoreCancels = true;
        bench.Send(bench.Cancel("a1"));
        bench.SetClock(set);
        bench.Pass(9);
        Assert.Single(bench.Requests.OfType<CancelOrder>());
        bench.Pass(2);
        Assert.Equal(2, bench.Requests.OfType<CancelOrder>().Count());
    }

    [Theory]
    [InlineData(AnHour)]
    [InlineData(-AnHour)]
    public void Quotes_notices_and_account_values_go_on(double set)
    {
        var bench = Bench.Open();
        bench.Send(bench.Subscribe("AAPL", "quote"));
        var id = bench.Requests.OfType<SubscribeQuotes>().Single().RequestId;
        bench.Say(new TickPrice(id, 1, 10, 1));
        bench.Say(new AccountValue("DU1", "Cash", "1", "USD"));
        bench.Say(new GatewayError(-1, 31_337, "news"));
        bench.SetClock(set);
        bench.Clear();
        bench.Say(new TickPrice(id, 1, 11, 1));
        bench.Say(new AccountValue("DU1", "Cash", "2", "USD"));
        bench.Say(new GatewayError(-1, 31_337, "news"));
        bench.Pass(1.1);
        Assert.Equal(11m, Assert.Single(bench.Events<Quote>("quote")).Bid);
        Assert.Equal("2", Assert.Single(bench.Events<Account>("account")).Values["Cash"].Value);
        Assert.Equal(1, Assert.Single(bench.Notices).Repeated);
    }

    [Theory]
    [InlineData(AnHour)]
    [InlineData(-AnHour)]
    public void Bars_are_judged_by_the_gateways_clock_as_before(double set)
    {
        var bench = Bench.Open();
        bench.Send(bench.Subscribe("AAPL"));
        var id = bench.Requests.OfType<SubscribeRealtimeBars>().Single().RequestId;
        bench.SetClock(set);
        for (var i = 1; i <= 4; i++)
        {
            bench.Pass(5);
            bench.Say(Bar(id, i));
        }

        Assert.Equal(4, bench.Events<Bar>("bar").Count);
        bench.Say(Bar(id, 9));
        Assert.Equal(4, bench.Events<Bar>("bar").Count);
    }

    [Fact]
    public void A_machine_that_slept_asks_the_gateway_for_its_clock_before_its_bars_are_refused_for_good()
    {
        var bench = Bench.Open();
        bench.Send(bench.Subscribe("AAPL"));
        var id = bench.Requests.OfType<SubscribeRealtimeBars>().Single().RequestId;
        bench.Pass(1);
        bench.Sleep(300);
        bench.Say(Bar(id, 60));
        Assert.Empty(bench.Events<Bar>("bar"));
        bench.Pass(4);
        bench.Say(Bar(id, 61));
        Assert.Single(bench.Events<Bar>("bar"));
    }

    [Fact]
    public void An_order_that_is_gone_is_missed_by_the_next_comparison()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        bench.SetClock(-AnHour);
        bench.Gateway.Orders.Clear();
        bench.Pass(65);
        Assert.Contains(bench.Reconciled.Differences, difference => difference is { Kind: "order_missing", ClientOrderId: "a1" });
        bench.Pass(10);
        Assert.Equal("lost", bench.StatusOf("a1"));
    }

    [Fact]
    public void An_order_placed_after_the_lists_were_asked_for_is_not_missed_though_the_clock_says_before()
    {
        var bench = Bench.Open();
        bench.Prompt = false;
        bench.Send(bench.Reconcile());
        bench.SetClock(-AnHour);
        bench.Pass(0.01);
        bench.Send(bench.Submit("a1"));
        while (bench.Gateway.Said.TryDequeue(out var said))
        {
            // Of the order itself only its status is told: it is in no list.
            if (said is not OpenOrder)
            {
                bench.Say(said);
            }
        }

        bench.Prompt = true;
        bench.Pass(5);
        Assert.Equal("request", bench.Reconciled.Cause);
        Assert.Empty(bench.Requests.OfType<CancelOrder>());
        Assert.Equal("accepted", bench.StatusOf("a1"));
    }

    // Of the gateway's own time, so many times 5 s after the test began.
    private static RealtimeBar Bar(int id, int number) => new(id, (Bench.Start / Bench.Second) + (5 * number), 1.5, 2, 1, 1.8, 10, -1, -1);
}
