using Bridge.Core.Gateway;
using Bridge.Core.Tests.Support;

namespace Bridge.Core.Tests;

public sealed class ProbeTests
{
    [Fact]
    public void A_frozen_gateway_is_found_within_ten_seconds()
    {
        var bench = Bench.Open();
        bench.Pass(30);
        Assert.Single(bench.Attempts);
        bench.Gateway.Frozen = true;
        bench.GatewayThere = false;
        bench.Pass(10);
        Assert.Equal("disconnected", bench.State.Gateway);
        Assert.Contains(bench.Notices, notice => notice is { Code: "frozen", Action: "reconnecting" });
    }

    [Fact]
    public void An_order_after_two_seconds_of_silence_waits_for_an_answer()
    {
        var bench = Bench.Open();
        bench.Pass(3);
        bench.Written.Clear();
        bench.Prompt = false;
        bench.Send(bench.Submit("a1"));
        Assert.IsType<RequestCurrentTime>(Assert.Single(bench.Requests));
        bench.Say(new CurrentTime(bench.Now / Bench.Second));
        Assert.IsType<PlaceOrder>(bench.Requests.Last());
    }

    [Fact]
    public void No_answer_refuses_the_order_and_begins_anew_and_nothing_was_written()
    {
        var bench = Bench.Open();
        bench.Pass(3);
        bench.Gateway.Frozen = true;
        bench.Send(bench.Bracket("a1"));
        bench.Pass(2.1);
        Assert.Equal(("rejected", "frozen"), (bench.StatusOf("a1"), bench.Statuses("a1")[^1].Code));
        Assert.Equal("rejected", bench.StatusOf("a1.sl"));
        Assert.DoesNotContain(bench.Requests, request => request is PlaceOrder);
        Assert.Equal(2, bench.Attempts.Count);
    }

    [Fact]
    public void Cancels_go_into_a_silent_gateway_regardless()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        bench.Pass(3);
        bench.Gateway.Frozen = true;
        bench.Written.Clear();
        bench.Send(bench.Cancel("a1"));
        Assert.IsType<CancelOrder>(bench.Requests.First());
    }

    [Fact]
    public void Streaming_data_does_not_answer_for_requests()
    {
        var bench = Bench.Open();
        bench.Pass(3);
        bench.Prompt = false;
        bench.Send(bench.Submit("a1"));
        bench.Say(new TickPrice(1, 1, 5, 5));
        bench.Pass(1);
        Assert.DoesNotContain(bench.Requests, request => request is PlaceOrder);
    }

    [Fact]
    public void A_busy_line_needs_no_probe()
    {
        var bench = Bench.Open();
        bench.Pass(3);
        bench.Say(new TickPrice(1, 1, 5, 5));
        bench.Written.Clear();
        bench.Send(bench.Submit("a1"));
        Assert.IsType<PlaceOrder>(bench.Requests.First());
    }
}
