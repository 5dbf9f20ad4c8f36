using Bridge.Contracts;
using Bridge.Contracts.Commands;
using Bridge.Contracts.Events;
using Bridge.Core.Gateway;
using Bridge.Core.Tests.Support;

namespace Bridge.Core.Tests;

/// <summary>Before a message leaves stands the disk, and it may take seconds: that is not the gateway's silence.</summary>
public sealed class SlowDiskTests
{
    [Fact]
    public void A_probe_that_left_late_is_answered_in_time()
    {
        var bench = Bench.Open();
        bench.Pass(3);
        Late(bench, bench.Submit("a1"), 2.1);
        Assert.Equal(("accepted", true), (bench.StatusOf("a1"), bench.Connected));
        Assert.DoesNotContain(bench.Notices, notice => notice.Code == Codes.Frozen);
    }

    [Fact]
    public void A_probe_that_left_late_and_is_not_answered_within_its_time_from_then_on_means_frozen()
    {
        var bench = Bench.Open();
        bench.Pass(3);
        bench.Gateway.Frozen = true;
        bench.FlushTakes = 2.1;
        bench.Send(bench.Submit("a1"));
        bench.Pass(1.9);
        Assert.Equal("submitted", bench.StatusOf("a1"));
        bench.Pass(0.2);
        Assert.Equal("frozen", bench.Statuses("a1")[^1].Code);
    }

    [Fact]
    public void An_entry_that_left_late_is_confirmed_in_time()
    {
        var bench = Bench.Open();
        Late(bench, bench.Submit("a1"), 10.1);
        Assert.Equal("accepted", bench.StatusOf("a1"));
        Assert.DoesNotContain(bench.Notices, notice => notice.Code == Codes.Stuck);
    }

    [Fact]
    public void A_cancel_that_left_late_is_not_written_twice()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        Late(bench, bench.Cancel("a1"), 10.1);
        Assert.Equal("cancelled", bench.StatusOf("a1"));
        Assert.Single(bench.Requests.OfType<CancelOrder>());
        Assert.DoesNotContain(bench.Events<Reconciliation>("reconciliation"), told => told.Cause == "stuck_order");
    }

    [Fact]
    public void An_answer_that_waited_behind_other_news_while_the_disk_was_slow_is_no_silence()
    {
        var bench = Bench.Open();
        bench.Pass(3);
        bench.Prompt = false;
        bench.Send(bench.Submit("a1"));
        Assert.IsType<RequestCurrentTime>(bench.Written[^1].Request);
        bench.FlushTakes = 2.1;
        bench.Send(bench.Ping());
        bench.Say(new TickPrice(1, 1, 5, 5));
        bench.Prompt = true;
        bench.Hear();
        Assert.Equal(("accepted", true), (bench.StatusOf("a1"), bench.Connected));
    }

    [Fact]
    public void A_list_asked_for_late_is_waited_for_from_then_on()
    {
        var bench = Bench.Open();
        bench.Pass(1);
        bench.Clear();
        Late(bench, bench.Reconcile(), 5.1);
        Assert.True(Assert.Single(bench.Events<Reconciliation>("reconciliation")).Complete);
    }

    // The gateway answers as soon as the disk lets it be asked, and is heard right after the next tick.
    private static void Late(Bench bench, Command command, double seconds)
    {
        bench.Prompt = false;
        bench.FlushTakes = seconds;
        bench.Send(command);
        bench.Do(new Inputs.Tick());
        bench.Prompt = true;
        bench.Hear();
        bench.Pass(30);
    }
}
