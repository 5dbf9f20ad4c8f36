using Bridge.Core.Gateway;
using Bridge.Core.Tests.Support;

namespace Bridge.Core.Tests;

/// <summary>The echo of a change is no proof that the broker took it: a refusal that comes later may be of the change alone.</summary>
public sealed class RefusedChangeTests
{
    private const string Margin = "Order rejected - reason:YOUR ORDER IS NOT ACCEPTED. INSUFFICIENT MARGIN";

    [Theory]
    [InlineData(201)]
    [InlineData(105)]
    public void Refused_after_its_echo_the_change_alone_is_gone_and_the_order_works_under_its_terms_of_before(int code)
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        var order = bench.Gateway.Named("a1");
        var before = order.Placed;
        var modify = bench.Modify("a1", quantity: 150);
        bench.Send(modify);
        Assert.Equal((150L, "accepted"), (bench.Statuses("a1")[^1].Quantity, bench.StatusOf("a1")));
        order.Placed = before;
        bench.Say(new GatewayError(1, code, Margin));
        bench.Pass(1);
        Assert.Equal("stuck_order", bench.Reconciled.Cause);
        var told = bench.Statuses("a1")[^1];
        Assert.Equal(("accepted", 100L, (long?)code, Margin, modify.Id), (told.Status, told.Quantity, told.TwsCode, told.Reason, told.CommandId));
        Assert.Empty(bench.Requests.OfType<CancelOrder>());

        // And it can be changed and cancelled as any other.
        bench.Send(bench.Modify("a1", quantity: 120));
        Assert.Equal(120, bench.Statuses("a1")[^1].Quantity);
        bench.Send(bench.Cancel("a1"));
        Assert.Equal("cancelled", bench.StatusOf("a1"));
    }

    [Fact]
    public void Refused_whole_it_ends_once_the_lists_say_so()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        bench.Send(bench.Modify("a1", quantity: 150));
        bench.Gateway.Named("a1").Status = "Inactive";
        bench.Say(new GatewayError(1, 201, Margin));
        bench.Pass(1);
        Assert.Equal(("rejected", 201L), (bench.StatusOf("a1"), bench.Statuses("a1")[^1].TwsCode));
    }

    [Fact]
    public void In_no_list_it_was_refused_whole_and_the_lists_need_not_be_read_twice()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        bench.Send(bench.Modify("a1", quantity: 150));
        bench.Gateway.Forget("a1");
        bench.Say(new GatewayError(1, 201, Margin));
        bench.Pass(1);
        var told = bench.Statuses("a1")[^1];
        Assert.Equal(("rejected", (long?)201, Margin), (told.Status, told.TwsCode, told.Reason));
        Assert.Empty(bench.Requests.OfType<CancelOrder>());
    }

    [Fact]
    public void While_it_is_looked_for_nothing_is_written_that_might_place_it_a_second_time()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        bench.Send(bench.Modify("a1", quantity: 150));
        bench.Gateway.Unanswered.Add(typeof(RequestOpenOrders));
        bench.Gateway.Forget("a1");
        bench.Say(new GatewayError(1, 201, Margin));
        foreach (var waited in new[] { 0, 15, 600 })
        {
            bench.Pass(waited);
            var ack = bench.Send(bench.Modify("a1", quantity: 120));
            Assert.Equal(("rejected", "stuck"), (ack.Outcome, ack.Code));
        }

        Assert.Equal((1, 0), (bench.Gateway.Placements["a1"], bench.Gateway.Orders.Count));
    }

    [Fact]
    public void A_list_that_was_asked_for_before_the_refusal_decides_nothing()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        bench.Send(bench.Modify("a1", quantity: 150));
        bench.Prompt = false;
        bench.Send(bench.Reconcile());
        bench.Pass(1);
        bench.Gateway.Forget("a1");
        bench.Gateway.Unanswered.Add(typeof(RequestOpenOrders));
        bench.Say(new GatewayError(1, 201, Margin));
        bench.Prompt = true;
        bench.Hear();
        bench.Pass(1);
        Assert.Equal("accepted", bench.StatusOf("a1"));
        bench.Gateway.Unanswered.Clear();
        bench.Pass(20);
        Assert.Equal("rejected", bench.StatusOf("a1"));
    }

    [Fact]
    public void After_a_reconnect_it_is_looked_for_twice_as_any_order_that_was_named()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        bench.Send(bench.Modify("a1", quantity: 150));
        bench.Gateway.Unanswered.Add(typeof(RequestOpenOrders));
        bench.Gateway.Forget("a1");
        bench.Say(new GatewayError(1, 201, Margin));
        bench.Gateway.Unanswered.Clear();
        bench.Drop();
        bench.Pass(2);
        Assert.Equal(("open", "accepted"), (bench.State.Orders, bench.StatusOf("a1")));
        Assert.Equal("stuck", bench.Send(bench.Modify("a1", quantity: 120)).Code);
        bench.Pass(15);
        Assert.Equal(("lost", 1), (bench.StatusOf("a1"), bench.Gateway.Placements["a1"]));
    }

    [Fact]
    public void An_order_that_was_never_changed_is_rejected_at_once()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        bench.Say(new GatewayError(1, 201, Margin));
        Assert.Equal("rejected", bench.StatusOf("a1"));
    }

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
