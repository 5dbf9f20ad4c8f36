using Bridge.Core.Effects;
using Bridge.Core.Gateway;
using Bridge.Core.Inputs;
using Bridge.Core.Tests.Support;

namespace Bridge.Core.Tests;

/// <summary>How a bracket ends: as one, on disk first, and never with a position that nobody is told of.</summary>
public sealed class BracketEndTests
{
    [Fact]
    public void A_smaller_protection_is_on_disk_before_it_is_written()
    {
        var bench = Bench.Open();
        bench.Send(bench.Bracket("b"));
        bench.Gateway.Fill(bench.Gateway.Named("b"), 40);
        bench.Hear();
        bench.Pass(1);
        bench.Gateway.Named("b").Status = "Cancelled";
        bench.Clear();
        bench.Say(bench.Gateway.Named("b").Told);
        var effects = bench.Effects.Select(effect => effect.GetType()).ToList();
        Assert.True(effects.IndexOf(typeof(AppendToJournal)) < effects.IndexOf(typeof(FlushJournal)));
        Assert.True(effects.IndexOf(typeof(FlushJournal)) < effects.IndexOf(typeof(WriteToGateway)));
        Assert.Equal(40, bench.Gateway.Named("b.sl").Placed.Order.Quantity);
    }

    [Fact]
    public void A_fill_after_the_end_of_its_bracket_is_told_to_be_unprotected_at_once()
    {
        var bench = Bench.Open();
        bench.Send(bench.Bracket("b"));
        bench.Gateway.IgnoreCancels = true;
        bench.Send(bench.Cancel("b"));
        bench.Gateway.IgnoreCancels = false;
        var entry = bench.Gateway.Named("b");
        entry.Status = "Cancelled";
        bench.Say(new GatewayError(entry.Placed.OrderId, 202, "Order Canceled - reason:"));
        bench.Pass(1);
        Assert.Equal("cancelled", bench.StatusOf("b.sl"));
        Assert.DoesNotContain(bench.Notices, notice => notice.Action == "unprotected");
        bench.Gateway.Fill(entry, 40);
        entry.Status = "Cancelled";
        bench.Hear();
        bench.Pass(1);
        Assert.Contains(bench.Notices, notice => notice is { Action: "unprotected", ClientOrderId: "b.sl" });
    }

    [Fact]
    public void A_bracket_that_expires_before_it_is_written_is_rejected_as_a_whole()
    {
        var bench = Bench.Open();
        bench.Pass(3);
        bench.Gateway.Unanswered.Add(typeof(RequestCurrentTime));
        bench.Do(Bench.Received(bench.Bracket("b") with { ExpiresTsNs = bench.Now + (Bench.Second / 2) }));
        bench.Pass(1);
        bench.Say(new CurrentTime(bench.Now / Bench.Second));
        Assert.All(new[] { "b", "b.tp", "b.sl" }, name => Assert.Equal(["submitted", "rejected"], bench.Statuses(name).Select(status => status.Status)));
        Assert.All(new[] { "b", "b.tp", "b.sl" }, name => Assert.Equal("expired", bench.Statuses(name)[^1].Code));
        Assert.DoesNotContain(bench.Notices, notice => notice.Action == "unprotected");
        Assert.Empty(bench.Requests.OfType<CancelOrder>());
    }

    [Fact]
    public void A_bracket_whose_write_did_not_leave_is_rejected_as_a_whole()
    {
        var bench = Bench.Open();
        bench.SocketDead = true;
        bench.Do(Bench.Received(bench.Bracket("b")));
        Assert.All(new[] { "b", "b.tp", "b.sl" }, name => Assert.Equal(["submitted", "rejected"], bench.Statuses(name).Select(status => status.Status)));
    }

    [Fact]
    public void A_bracket_cancelled_while_it_waits_ends_as_a_whole()
    {
        var bench = Bench.Open(new CoreOptions { MessagesPerSecond = 1 });
        bench.Send(bench.Submit("first"));
        bench.Send(bench.Bracket("b"));
        bench.Send(bench.Cancel("b"));
        Assert.All(new[] { "b", "b.tp", "b.sl" }, name => Assert.Equal(["submitted", "cancelled"], bench.Statuses(name).Select(status => status.Status)));
        bench.Pass(10);
        Assert.Empty(bench.Requests.OfType<CancelOrder>());
    }

    [Fact]
    public void Protection_that_a_new_session_has_not_named_yet_is_fitted_once_the_lists_have_it()
    {
        var bench = PartlyFilledAndAway();
        bench.Gateway.Unanswered.Add(typeof(RequestOpenOrders));
        bench.Pass(11);
        bench.Say(bench.Gateway.Named("b").Told);
        Assert.Equal("cancelled", bench.StatusOf("b"));
        Assert.Empty(bench.Requests.OfType<PlaceOrder>());
        bench.Gateway.Unanswered.Clear();
        bench.Pass(30);
        Assert.Equal([40L, 40L], new[] { "b.sl", "b.tp" }.Select(name => bench.Gateway.Named(name).Placed.Order.Quantity));
    }

    [Fact]
    public void Protection_that_a_restarted_gateway_does_not_know_is_not_placed_again()
    {
        var bench = PartlyFilledAndAway();
        bench.Gateway.Forget("b.sl");
        bench.Pass(60);
        Assert.Equal(("cancelled", "lost"), (bench.StatusOf("b"), bench.StatusOf("b.sl")));
        Assert.Equal(1, bench.Gateway.Placements["b.sl"]);
        Assert.Equal(40, bench.Gateway.Named("b.tp").Placed.Order.Quantity);
    }

    [Fact]
    public void An_execution_that_a_list_tells_does_not_say_that_its_order_is_there()
    {
        var bench = PartlyFilledAndAway();
        bench.Gateway.Fill(bench.Gateway.Named("b.tp"), 10);
        bench.Gateway.Forget("b.tp");
        bench.Pass(60);
        Assert.Equal(("cancelled", "lost", 10L), (bench.StatusOf("b"), bench.StatusOf("b.tp"), bench.Statuses("b.tp")[^1].Filled));
        Assert.Equal(1, bench.Gateway.Placements["b.tp"]);
    }

    // Its entry ended while no session was there.
    private static Bench PartlyFilledAndAway()
    {
        var bench = Bench.Open();
        bench.Send(bench.Bracket("b"));
        bench.Gateway.Fill(bench.Gateway.Named("b"), 40);
        bench.Hear();
        bench.GatewayThere = false;
        bench.Drop();
        bench.Gateway.Named("b").Status = "Cancelled";
        bench.Written.Clear();
        bench.GatewayThere = true;
        return bench;
    }
}
