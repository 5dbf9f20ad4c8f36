using Bridge.Core.Effects;
using Bridge.Core.Gateway;
using Bridge.Core.Inputs;
using Bridge.Core.Tests.Support;

namespace Bridge.Core.Tests;

/// <summary>How a bracket ends: as one, and on disk first.</summary>
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
}
