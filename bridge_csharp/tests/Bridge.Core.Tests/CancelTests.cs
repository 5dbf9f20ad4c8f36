using Bridge.Core.Gateway;
using Bridge.Core.Tests.Support;

namespace Bridge.Core.Tests;

public sealed class CancelTests
{
    [Fact]
    public void A_cancel_of_an_order_still_waiting_writes_nothing()
    {
        var bench = Bench.Open(new CoreOptions { MessagesPerSecond = 5 });
        bench.Pass(1);
        foreach (var i in Enumerable.Range(0, 6))
        {
            bench.Send(bench.Submit($"a{i}"));
        }

        bench.Send(bench.Cancel("a5"));
        bench.Pass(2);
        Assert.Equal("cancelled", bench.StatusOf("a5"));
        Assert.Empty(bench.Requests.OfType<CancelOrder>());
        Assert.False(bench.Gateway.Placements.ContainsKey("a5"));
    }

    [Fact]
    public void A_cancel_overtakes_every_order_that_waits()
    {
        var bench = Bench.Open(new CoreOptions { MessagesPerSecond = 5 });
        bench.Pass(1);
        foreach (var i in Enumerable.Range(0, 20))
        {
            bench.Send(bench.Submit($"a{i}"));
        }

        bench.Written.Clear();
        bench.Send(bench.Cancel("a0"));
        bench.Pass(1);
        Assert.IsType<CancelOrder>(bench.Written[0].Request);
    }

    [Fact]
    public void Never_more_messages_than_allowed_in_any_second()
    {
        var bench = Bench.Open();
        foreach (var i in Enumerable.Range(0, 500))
        {
            bench.Send(bench.Submit($"a{i}"));
        }

        bench.Pass(15);
        Assert.Equal(500, bench.Gateway.Placements.Count);
        var times = bench.Written.Select(written => written.At).ToList();
        Assert.All(times, start => Assert.True(times.Count(at => at >= start && at < start + Bench.Second) <= 45));
    }

    [Fact]
    public void With_more_than_a_thousand_waiting_submits_are_refused()
    {
        var bench = Bench.Open(new CoreOptions { MessagesPerSecond = 1 });
        var codes = Enumerable.Range(0, 1010).Select(i => bench.Send(bench.Submit($"a{i}")).Code).ToList();
        Assert.Equal("rate", codes[^1]);
        Assert.Null(codes[900]);
    }

    [Fact]
    public void A_cancel_that_came_before_its_order_refuses_it_even_after_a_restart()
    {
        var bench = Bench.Open();
        bench.Send(bench.Cancel("a1"));
        bench.Restart();
        bench.Pass(1);
        Assert.Equal("cancelled_before", bench.Send(bench.Submit("a1")).Code);
        bench.Pass(61);
        Assert.Equal("accepted", bench.Send(bench.Submit("a1")).Outcome);
    }

    [Fact]
    public void Cancel_all_covers_what_was_sent_before_it_and_comes_after_it()
    {
        var bench = Bench.Open();
        var late = bench.Submit("late");
        var reducing = bench.Submit("reducing", side: "SELL", purpose: "reduce");
        bench.Now += 1000;
        bench.Send(bench.CancelAll("entries"));
        Assert.Equal("cancelled_before", bench.Send(late).Code);
        Assert.Equal("accepted", bench.Send(reducing).Outcome);
        bench.Now += 1000;
        Assert.Equal("accepted", bench.Send(bench.Submit("next")).Outcome);
    }

    [Fact]
    public void Cancel_all_of_one_agent_and_symbol_leaves_others_alone()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("mine"));
        bench.Send(bench.Submit("other", agent: "sac"));
        bench.Send(bench.Submit("elsewhere", symbol: "TNA"));
        var before = bench.Submit("before", agent: "sac");
        bench.Now += 1000;
        Assert.Equal(1, bench.Send(bench.CancelAll("all", "ppo", "AAPL")).Count);
        Assert.Equal(["cancelled", "accepted", "accepted"], new[] { "mine", "other", "elsewhere" }.Select(bench.StatusOf));
        Assert.Equal("accepted", bench.Send(before).Outcome);
    }

    [Fact]
    public void Entries_are_cancelled_and_what_reduces_or_guards_a_position_stays()
    {
        var bench = Bench.Open();
        bench.Send(bench.Bracket("open"));
        bench.Send(bench.Bracket("held"));
        bench.Send(bench.Submit("flat", side: "SELL", purpose: "flatten"));
        bench.Gateway.Fill(bench.Gateway.Named("held"), 50);
        bench.Hear();
        Assert.Equal(4, bench.Send(bench.CancelAll("entries")).Count);
        bench.Pass(1);
        Assert.Equal(["cancelled", "cancelled", "cancelled"], new[] { "open", "open.sl", "open.tp" }.Select(bench.StatusOf));
        Assert.Equal(["cancelled", "accepted", "accepted", "accepted"], new[] { "held", "held.sl", "held.tp", "flat" }.Select(bench.StatusOf));
        Assert.Equal(50, bench.Statuses("held.sl")[^1].Quantity);
    }

    [Fact]
    public void All_means_every_order_of_ours()
    {
        var bench = Bench.Open();
        bench.Send(bench.Bracket("a"));
        bench.Send(bench.Submit("b", side: "SELL", purpose: "reduce"));
        Assert.Equal(4, bench.Send(bench.CancelAll("all")).Count);
        bench.Pass(1);
        Assert.All(new[] { "a", "a.sl", "a.tp", "b" }, name => Assert.Equal("cancelled", bench.StatusOf(name)));
    }

    [Fact]
    public void A_cancel_while_the_gateway_is_away_goes_first_after_the_connect_whatever_its_expiry()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        bench.GatewayThere = false;
        bench.Drop();
        Assert.Equal("accepted", bench.Send(bench.Cancel("a1")).Outcome);
        Assert.Equal("cancel_pending", bench.StatusOf("a1"));
        bench.Pass(120);
        bench.Written.Clear();
        bench.GatewayThere = true;
        bench.Pass(10);
        Assert.IsType<CancelOrder>(bench.Written[0].Request);
        Assert.Equal("cancelled", bench.StatusOf("a1"));
    }

    [Fact]
    public void A_second_cancel_does_not_write_a_second_message()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        bench.Gateway.IgnoreCancels = true;
        bench.Send(bench.Cancel("a1"));
        var second = bench.Cancel("a1");
        Assert.Equal("accepted", bench.Send(second).Outcome);
        Assert.Single(bench.Requests.OfType<CancelOrder>());
        Assert.Equal(("cancel_pending", second.Id), (bench.StatusOf("a1"), bench.Statuses("a1")[^1].CommandId));
        bench.Gateway.Fill(bench.Gateway.Named("a1"), 10);
        bench.Hear();
        Assert.Equal("cancel_pending", bench.StatusOf("a1"));
        Assert.Equal("order_final", bench.Send(bench.Modify("a1", limit: 1m)).Code);
    }

    [Fact]
    public void The_kill_file_cancels_entries_and_refuses_new_ones()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        bench.Do(new Inputs.KillFileSeen(true));
        Assert.Equal("cancelled", bench.StatusOf("a1"));
        Assert.Equal("killed", bench.Send(bench.Submit("a2")).Code);
        Assert.Equal(("open", "killed"), (bench.State.Orders, bench.State.OrdersReason));
        Assert.Equal("accepted", bench.Send(bench.Submit("a3", side: "SELL", purpose: "flatten")).Outcome);
        bench.Do(new Inputs.KillFileSeen(false));
        Assert.Equal("accepted", bench.Send(bench.Submit("a4")).Outcome);
    }

    [Fact]
    public void Under_the_kill_file_an_entry_is_not_changed()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        bench.Gateway.IgnoreCancels = true;
        bench.Do(new Inputs.KillFileSeen(true));
        bench.Do(new Inputs.KillFileSeen(true));
        Assert.Single(bench.Requests.OfType<CancelOrder>());
        bench.Send(bench.Bracket("b") with { Purpose = "entry" });
        Assert.Equal("order_final", bench.Send(bench.Modify("a1", quantity: 200)).Code);
    }
}
