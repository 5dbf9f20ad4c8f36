using Bridge.Contracts.Events;
using Bridge.Core.Gateway;
using Bridge.Core.Tests.Support;

namespace Bridge.Core.Tests;

public sealed class StuckTests
{
    [Fact]
    public void An_order_the_gateway_lost_is_asked_for_cancelled_and_called_lost()
    {
        var bench = Bench.Open();
        bench.Gateway.LosePlacements = 1;
        bench.Send(bench.Submit("a1"));
        bench.Pass(11);
        Assert.Equal("lost", bench.StatusOf("a1"));
        Assert.Equal(("stuck", 10147L), (bench.Statuses("a1")[^1].Code, bench.Statuses("a1")[^1].TwsCode));
        Assert.Contains(bench.Events<Reconciliation>("reconciliation"), told => told.Cause == "stuck_order" && told.Differences.Any(difference => difference is { Kind: "order_missing", ClientOrderId: "a1" }));
        Assert.Single(bench.Requests.OfType<PlaceOrder>());
        bench.Pass(61);
        Assert.Contains(bench.Reconciled.Differences, difference => difference is { Kind: "order_missing", Resolution: "lost" });
        bench.Pass(61);
        Assert.Empty(bench.Reconciled.Differences);
    }

    [Fact]
    public void Silence_to_the_last_cancel_means_lost_as_well()
    {
        var bench = Bench.Open();
        bench.Gateway.LosePlacements = 1;
        bench.Gateway.IgnoreCancels = true;
        bench.Send(bench.Submit("a1"));
        bench.Pass(11);
        Assert.Equal("submitted", bench.StatusOf("a1"));
        bench.Pass(10);
        Assert.Equal("lost", bench.StatusOf("a1"));
    }

    [Fact]
    public void A_last_cancel_that_is_answered_by_202_ends_the_order()
    {
        var bench = Bench.Open();
        bench.Gateway.LosePlacements = 1;
        bench.Gateway.IgnoreCancels = true;
        bench.Send(bench.Submit("a1"));
        bench.Pass(11);
        bench.Say(new GatewayError(1, 202, "Order Canceled"));
        Assert.Equal("cancelled", bench.StatusOf("a1"));
    }

    [Fact]
    public void An_entry_found_working_too_late_is_cancelled_and_what_protects_stays()
    {
        var bench = Bench.Open();
        bench.Prompt = false;
        bench.Send(bench.Submit("entry"));
        bench.Send(bench.Submit("guard", side: "SELL", purpose: "protect"));
        bench.Gateway.Said.Clear();
        Quiet(bench, 11);
        bench.Prompt = true;
        bench.Hear();
        bench.Pass(30);
        Assert.Equal(("cancelled", "accepted"), (bench.StatusOf("entry"), bench.StatusOf("guard")));
        Assert.Contains(bench.Statuses("entry"), status => status is { Status: "cancel_pending", Code: "stuck" });
        Assert.Contains(bench.Notices, notice => notice is { Code: "stuck", Action: "cancelled", ClientOrderId: "entry" });
    }

    [Fact]
    public void An_order_found_filled_brings_its_fills()
    {
        var bench = Bench.Open();
        bench.Prompt = false;
        bench.Send(bench.Submit("a1"));
        bench.Gateway.Fill(bench.Gateway.Named("a1"), 100);
        bench.Gateway.Said.Clear();
        Quiet(bench, 11);
        bench.Prompt = true;
        bench.Hear();
        bench.Pass(30);
        Assert.Equal("filled", bench.StatusOf("a1"));
        Assert.True(Assert.Single(bench.Fills).Recovered);
        Assert.Contains(bench.Events<Reconciliation>("reconciliation").SelectMany(told => told.Differences), difference => difference is { Kind: "fill_recovered", Resolution: "recovered" });
    }

    [Fact]
    public void Nothing_is_called_lost_while_a_list_is_missing()
    {
        var bench = Bench.Open();
        bench.Gateway.LosePlacements = 1;
        bench.Gateway.Unanswered.Add(typeof(RequestCompletedOrders));
        bench.Send(bench.Submit("a1"));
        bench.Pass(40);
        Assert.Equal("submitted", bench.StatusOf("a1"));
        Assert.False(bench.Reconciled.Complete);
        Assert.Null(bench.Reconciled.CompletedOrders);
        Assert.NotNull(bench.Reconciled.OpenOrders);
        bench.Gateway.Unanswered.Clear();
        bench.Pass(6);
        Assert.Equal("lost", bench.StatusOf("a1"));
    }

    [Fact]
    public void A_lost_entry_that_turns_up_again_takes_its_status_and_is_cancelled()
    {
        var bench = Bench.Open();
        bench.Gateway.LosePlacements = 1;
        bench.Send(bench.Submit("a1"));
        bench.Pass(11);
        var placed = bench.Requests.OfType<PlaceOrder>().Single();
        var order = bench.Gateway.Orders[placed.OrderId] = new SimOrder(placed, 777);
        bench.Say(order.Open);
        Assert.Equal(["lost", "accepted", "cancel_pending", "cancelled"], bench.Statuses("a1").Select(status => status.Status).Distinct().TakeLast(4));
    }

    [Fact]
    public void A_lost_order_can_still_be_cancelled()
    {
        var bench = Bench.Open();
        bench.Gateway.LosePlacements = 1;
        bench.Send(bench.Submit("a1"));
        bench.Pass(11);
        bench.Written.Clear();
        bench.Prompt = false;
        Assert.Equal("accepted", bench.Send(bench.Cancel("a1")).Outcome);
        Assert.IsType<CancelOrder>(bench.Written[0].Request);
        Assert.Equal("lost", bench.StatusOf("a1"));
    }

    [Fact]
    public void A_cancel_without_answer_is_asked_for_written_once_more_and_then_given_up_with_a_word()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        bench.Gateway.IgnoreCancels = true;
        bench.Send(bench.Cancel("a1"));
        bench.Pass(10.5);
        Assert.Equal(2, bench.Requests.OfType<CancelOrder>().Count());
        bench.Pass(10.5);
        Assert.Equal(2, bench.Requests.OfType<CancelOrder>().Count());
        Assert.Equal(("accepted", "stuck"), (bench.StatusOf("a1"), bench.Statuses("a1")[^1].Code));
        Assert.Contains(bench.Notices, notice => notice is { Code: "stuck", ClientOrderId: "a1" });
        bench.Gateway.IgnoreCancels = false;
        bench.Send(bench.Cancel("a1"));
        Assert.Equal("cancelled", bench.StatusOf("a1"));
    }

    [Fact]
    public void A_cancel_refused_again_and_again_while_the_order_works_is_given_up_too()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        bench.Gateway.IgnoreCancels = true;
        bench.Send(bench.Cancel("a1"));
        bench.Say(new GatewayError(1, 10148, "state: PendingCancel"));
        Assert.Equal(2, bench.Requests.OfType<CancelOrder>().Count());
        bench.Pass(0.3);
        bench.Say(new GatewayError(1, 10148, "state: PendingCancel"));
        Assert.Equal(2, bench.Requests.OfType<CancelOrder>().Count());
        Assert.Equal(("accepted", "stuck"), (bench.StatusOf("a1"), bench.Statuses("a1")[^1].Code));
    }

    [Fact]
    public void New_terms_are_told_once_the_gateway_has_them()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        bench.Prompt = false;
        var modify = bench.Modify("a1", quantity: 40);
        bench.Send(modify);
        var asked = bench.Statuses("a1")[^1];
        Assert.Equal((100L, 100L, modify.Id), (asked.Quantity, asked.Remaining, asked.CommandId));
        bench.Prompt = true;
        bench.Hear();
        var confirmed = bench.Statuses("a1")[^1];
        Assert.Equal((40L, 40L, asked.Version + 1), (confirmed.Quantity, confirmed.Remaining, confirmed.Version));
    }

    [Fact]
    public void A_modify_without_answer_takes_the_terms_the_gateway_has()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        var order = bench.Gateway.Named("a1");
        var before = order.Placed;
        bench.Prompt = false;
        bench.Send(bench.Modify("a1", limit: 98m));
        bench.Gateway.Said.Clear();
        order.Placed = before;
        bench.Prompt = true;
        bench.Say(order.Open);
        Assert.Equal((100m, null), (bench.Statuses("a1")[^1].LimitPrice, bench.Statuses("a1")[^1].Code));
        bench.Pass(11);
        Assert.Equal((100m, "stuck", "accepted"), (bench.Statuses("a1")[^1].LimitPrice, bench.Statuses("a1")[^1].Code, bench.StatusOf("a1")));
    }

    [Fact]
    public void A_bracket_member_in_no_list_after_a_reconnect_is_found_out_by_its_cancel()
    {
        var bench = Bench.Open();
        bench.Prompt = false;
        bench.Gateway.LosePlacements = 3;
        bench.Send(bench.Bracket("a1"));
        bench.Prompt = true;
        bench.Drop();
        bench.Pass(1);
        Assert.All(new[] { "a1", "a1.sl", "a1.tp" }, name => Assert.Equal("lost", bench.StatusOf(name)));
        Assert.Equal(3, bench.Requests.OfType<PlaceOrder>().Count());
    }

    [Theory]
    [InlineData(103)]
    [InlineData(135)]
    [InlineData(424_242)]
    public void A_number_that_decides_nothing_asks_the_lists(int code)
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1", purpose: "reduce"));
        bench.Say(new GatewayError(1, code, "whatever"));
        bench.Pass(1);
        Assert.Equal("stuck_order", bench.Reconciled.Cause);
        Assert.Equal("accepted", bench.StatusOf("a1"));
        Assert.Single(bench.Requests.OfType<PlaceOrder>());
    }

    // Silence that is no frozen gateway: probes are answered.
    private static void Quiet(Bench bench, double seconds)
    {
        for (var passed = 0.0; passed < seconds; passed += 0.5)
        {
            bench.Pass(0.5);
            while (bench.Gateway.Said.TryDequeue(out var message))
            {
                if (message is CurrentTime)
                {
                    bench.Say(message);
                }
            }
        }
    }
}
