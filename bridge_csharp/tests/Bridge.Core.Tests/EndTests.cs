using Bridge.Core.Gateway;
using Bridge.Core.Inputs;
using Bridge.Core.Tests.Support;

namespace Bridge.Core.Tests;

/// <summary>The orderly end, with something left to write.</summary>
public sealed class EndTests
{
    [Fact]
    public void Orders_that_wait_end_as_not_sent_and_the_next_start_looks_for_none_of_them()
    {
        var bench = Bench.Open(new CoreOptions { MessagesPerSecond = 1 });
        foreach (var name in (string[])["a1", "a2"])
        {
            bench.Send(bench.Bracket(name));
        }

        bench.Do(new Stopping());
        string[] orders = ["a1", "a1.sl", "a1.tp", "a2", "a2.sl", "a2.tp"];
        Assert.All(orders, name => Assert.Equal(("rejected", "not_sent"), (bench.StatusOf(name), bench.Statuses(name)[^1].Code)));

        bench.Restart();
        bench.Clear();
        bench.Pass(60);
        Assert.Equal("connected", bench.State.Gateway);
        Assert.Empty(bench.Requests.OfType<CancelOrder>());
        Assert.All(orders, name => Assert.Empty(bench.Statuses(name)));
    }

    [Fact]
    public void A_change_that_waits_is_taken_back_and_what_was_written_is_left_alone()
    {
        var bench = Bench.Open(new CoreOptions { MessagesPerSecond = 1 });
        bench.Send(bench.Submit("a1"));
        bench.Pass(2);
        bench.Send(bench.Submit("a2"));
        bench.Send(bench.Modify("a1", limit: 99m));
        bench.Do(new Stopping());
        Assert.Equal((100m, "not_sent", "accepted"), (bench.Statuses("a1")[^1].LimitPrice, bench.Statuses("a1")[^1].Code, bench.StatusOf("a1")));
    }
}
