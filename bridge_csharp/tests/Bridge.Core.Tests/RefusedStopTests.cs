using Bridge.Core.Gateway;
using Bridge.Core.Tests.Support;

namespace Bridge.Core.Tests;

/// <summary>A stop that is refused after the echo of a change: that it is gone is told whichever list is missing, and never where it works.</summary>
public sealed class RefusedStopTests
{
    private const string Margin = "Order rejected - reason:YOUR ORDER IS NOT ACCEPTED. INSUFFICIENT MARGIN";

    [Fact]
    public void A_stop_whose_change_is_refused_late_is_not_told_to_be_gone()
    {
        var bench = Bench.Open();
        bench.Send(bench.Bracket("a1"));
        bench.Gateway.Fill(bench.Gateway.Named("a1"), 100);
        bench.Hear();
        var stop = bench.Gateway.Named("a1.sl");
        var before = stop.Placed;
        bench.Send(bench.Modify("a1.sl", quantity: 40));
        stop.Placed = before;
        bench.Say(new GatewayError(stop.Placed.OrderId, 201, Margin));
        bench.Pass(2);
        Assert.Equal(("accepted", 100L), (bench.StatusOf("a1.sl"), bench.Statuses("a1.sl")[^1].Quantity));
        Assert.DoesNotContain(bench.Notices, notice => notice.Action == "unprotected");
    }

    [Theory]
    [InlineData(null)]
    [InlineData(typeof(RequestExecutions))]
    [InlineData(typeof(RequestCompletedOrders))]
    [InlineData(typeof(RequestPositions))]
    public void A_stop_that_was_refused_whole_is_told_to_be_gone_whichever_other_list_is_missing(Type? unanswered)
    {
        var (bench, stop) = WithChangedStop();
        if (unanswered is not null)
        {
            bench.Gateway.Unanswered.Add(unanswered);
        }

        bench.Gateway.Forget("a1.sl");
        bench.Say(new GatewayError(stop.Placed.OrderId, 201, Margin));
        bench.Pass(unanswered is null ? 1 : 6);
        var told = bench.Statuses("a1.sl")[^1];
        Assert.Equal(("rejected", (long?)201, Margin), (told.Status, told.TwsCode, told.Reason));
        Assert.Contains(bench.Notices, notice => notice is { Action: "unprotected", ClientOrderId: "a1.sl" });
    }

    [Fact]
    public void A_stop_of_which_no_list_tells_is_told_not_to_protect_for_certain_within_the_time_of_an_answer()
    {
        var (bench, stop) = WithChangedStop();
        bench.Gateway.Unanswered.Add(typeof(RequestOpenOrders));
        bench.Gateway.Forget("a1.sl");
        bench.Say(new GatewayError(stop.Placed.OrderId, 201, Margin));
        bench.Pass(bench.Options.OrderConfirmTimeoutSeconds - 1);
        Assert.DoesNotContain(bench.Notices, notice => notice.Action == "unprotected");
        bench.Pass(2);
        Assert.Contains(bench.Notices, notice => notice is { Action: "unprotected", Code: "stuck", ClientOrderId: "a1.sl" });

        // Its end is told as soon as the list is there.
        bench.Gateway.Unanswered.Clear();
        bench.Pass(10);
        Assert.Equal("rejected", bench.StatusOf("a1.sl"));
    }

    [Fact]
    public void Words_that_decide_nothing_do_not_take_the_place_of_the_refusal()
    {
        var (bench, stop) = WithChangedStop();
        bench.Gateway.Unanswered.Add(typeof(RequestCompletedOrders));
        bench.Gateway.Forget("a1.sl");
        bench.Say(new GatewayError(stop.Placed.OrderId, 201, Margin));
        bench.Say(new GatewayError(stop.Placed.OrderId, 461, "words that no rule knows"));
        bench.Pass(10);
        var told = bench.Statuses("a1.sl")[^1];
        Assert.Equal(("rejected", (long?)201, Margin), (told.Status, told.TwsCode, told.Reason));
        Assert.Contains(bench.Notices, notice => notice.Text == "words that no rule knows");
    }

    [Fact]
    public void A_stop_without_a_bracket_is_told_too_and_an_order_that_guards_nothing_is_not()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        bench.Gateway.Fill(bench.Gateway.Named("a1"), 100);
        bench.Hear();
        bench.Send(bench.Submit("guard", side: "SELL", purpose: "protect") with { OrderType = "STP", LimitPrice = null, StopPrice = 90m });
        bench.Send(bench.Submit("exit", side: "SELL", purpose: "reduce"));
        bench.Gateway.Unanswered.Add(typeof(RequestOpenOrders));
        foreach (var name in new[] { "guard", "exit" })
        {
            bench.Send(bench.Modify(name, quantity: 40));
            bench.Say(new GatewayError(bench.Gateway.Named(name).Placed.OrderId, 201, Margin));
        }

        bench.Pass(20);
        Assert.Equal("guard", Assert.Single(bench.Notices, notice => notice.Action == "unprotected").ClientOrderId);
    }

    // A position of 100 shares whose stop works with the 40 it was changed to.
    private static (Bench Bench, SimOrder Stop) WithChangedStop()
    {
        var bench = Bench.Open();
        bench.Send(bench.Bracket("a1"));
        bench.Gateway.Fill(bench.Gateway.Named("a1"), 100);
        bench.Hear();
        bench.Send(bench.Modify("a1.sl", quantity: 40));
        bench.Clear();
        return (bench, bench.Gateway.Named("a1.sl"));
    }
}
