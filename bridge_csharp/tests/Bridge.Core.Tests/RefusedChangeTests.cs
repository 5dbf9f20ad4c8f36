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
    public void In_no_list_it_is_looked_for_twice_as_any_order_that_was_named()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        bench.Send(bench.Modify("a1", quantity: 150));
        bench.Gateway.Forget("a1");
        bench.Say(new GatewayError(1, 201, Margin));
        bench.Pass(1);
        Assert.Equal("accepted", bench.StatusOf("a1"));
        bench.Pass(15);
        Assert.Equal("lost", bench.StatusOf("a1"));
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
}
