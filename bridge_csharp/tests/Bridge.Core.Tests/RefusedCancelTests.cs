using Bridge.Core.Gateway;
using Bridge.Core.Tests.Support;

namespace Bridge.Core.Tests;

/// <summary>A cancel that is refused ends nothing; the order's own end does.</summary>
public sealed class RefusedCancelTests
{
    private const string ReadOnly = "Error validating request.-'bZ' : cause - The API interface is currently in Read-Only mode.";

    [Fact]
    public void A_cancel_refused_by_a_gateway_for_reading_only_leaves_the_order_working()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        bench.Gateway.IgnoreCancels = true;
        bench.Send(bench.Cancel("a1"));
        bench.Say(new GatewayError(1, 321, ReadOnly));
        Assert.Equal(("cancel_pending", 321L), (bench.StatusOf("a1"), bench.Statuses("a1")[^1].TwsCode));
        bench.Pass(1);
        Assert.Equal(2, bench.Requests.OfType<CancelOrder>().Count());
        bench.Say(new GatewayError(1, 321, ReadOnly));
        bench.Pass(1);
        Assert.Equal(("accepted", "stuck"), (bench.StatusOf("a1"), bench.Statuses("a1")[^1].Code));
        Assert.Contains(bench.Notices, notice => notice is { Code: "stuck", ClientOrderId: "a1" } && notice.Text.EndsWith(ReadOnly, StringComparison.Ordinal));

        // Once the gateway takes orders again, it can still be cancelled.
        bench.Gateway.IgnoreCancels = false;
        Assert.Equal("accepted", bench.Send(bench.Cancel("a1")).Outcome);
        Assert.Equal("cancelled", bench.StatusOf("a1"));
    }

    [Fact]
    public void A_new_order_that_is_refused_beside_its_cancel_is_rejected_once_no_list_has_it()
    {
        var bench = Bench.Open();
        bench.Gateway.LosePlacements = 1;
        bench.Gateway.IgnoreCancels = true;
        bench.Send(bench.Submit("a1"));
        bench.Send(bench.Cancel("a1"));
        bench.Say(new GatewayError(1, 201, "Order rejected - reason: margin"));
        bench.Pass(1);
        Assert.Equal(("rejected", 201L), (bench.StatusOf("a1"), bench.Statuses("a1")[^1].TwsCode));
        Assert.Single(bench.Requests.OfType<CancelOrder>());
    }

    [Theory]
    [InlineData(10148, "Filled", "filled")]
    [InlineData(161, "Filled", "filled")]
    [InlineData(10148, "Cancelled", "cancelled")]
    [InlineData(10148, "Inactive", "rejected")]
    public void A_last_cancel_is_answered_by_how_the_order_ended(int code, string state, string status)
    {
        var bench = Sought();
        bench.Say(new GatewayError(1, code, $"OrderId 1 that needs to be cancelled can not be cancelled, state: {state}."));
        Assert.Equal((status, (long?)code), (bench.StatusOf("a1"), bench.Statuses("a1")[^1].TwsCode));
        bench.Pass(1);

        // What it filled, the executions tell: they are asked for at once.
        Assert.Equal(state == "Filled" ? "stuck_order" : "request", bench.Reconciled.Cause);
        Assert.Empty(bench.Fills);
    }

    [Fact]
    public void A_last_cancel_is_answered_by_that_the_order_works()
    {
        var bench = Sought();
        bench.Say(new GatewayError(1, 10148, "OrderId 1 that needs to be cancelled can not be cancelled, state: PendingCancel."));
        bench.Pass(15);
        Assert.Equal("submitted", bench.StatusOf("a1"));
    }

    [Theory]
    [InlineData("Cancel attempted when order is not in a cancellable state. Order permId =71270927")]
    [InlineData("can not be cancelled, state: Sideways.")]
    public void A_last_cancel_whose_answer_says_nothing_known_leaves_the_order_lost(string words)
    {
        var bench = Sought();
        bench.Say(new GatewayError(1, 161, words));
        Assert.Equal("lost", bench.StatusOf("a1"));
    }

    // An order in no list, whose last cancel is not answered yet.
    private static Bench Sought()
    {
        var bench = Bench.Open();
        bench.Gateway.LosePlacements = 1;
        bench.Gateway.IgnoreCancels = true;
        bench.Send(bench.Submit("a1"));
        bench.Pass(10.5);
        Assert.Single(bench.Requests.OfType<CancelOrder>());
        bench.Send(bench.Reconcile());
        return bench;
    }
}
