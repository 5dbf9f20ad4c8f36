using Bridge.Contracts.Commands;
using Bridge.Contracts.Events;
using Bridge.Core.Gateway;
using Bridge.Core.Tests.Support;

namespace Bridge.Core.Tests;

/// <summary>To a gateway that does not know an order's id, its terms are a new order: what may be lost is written no more.</summary>
public sealed class LostOrderTests
{
    [Fact]
    public void A_lost_order_is_not_changed_for_its_terms_would_place_it_again()
    {
        var bench = Bench.Open();
        bench.Gateway.LosePlacements = 1;
        bench.Send(bench.Submit("exit", side: "SELL", purpose: "reduce"));
        bench.Pass(11);
        Assert.Equal("lost", bench.StatusOf("exit"));

        // Whoever was told so sells by another order.
        bench.Send(bench.Submit("exit2", side: "SELL", purpose: "reduce"));
        var modify = bench.Send(bench.Modify("exit", limit: 99m));
        bench.Pass(5);
        Assert.Equal(("rejected", "stuck"), (modify.Outcome, modify.Code));
        Assert.Equal(["exit2"], bench.Gateway.Orders.Values.Select(order => order.Placed.Order.OrderRef));
    }

    [Fact]
    public void An_order_that_is_looked_for_is_not_changed_either()
    {
        var bench = Bench.Open();
        bench.Gateway.LosePlacements = 1;
        bench.Gateway.IgnoreCancels = true;
        bench.Gateway.Unanswered.Add(typeof(RequestCompletedOrders));
        bench.Send(bench.Submit("a1"));
        bench.Pass(10.5);
        Assert.Equal("stuck", bench.Send(bench.Modify("a1", limit: 101m)).Code);
        bench.Gateway.Unanswered.Clear();
        bench.Pass(7);

        // Its last cancel is written, and not answered yet.
        Assert.Equal(("submitted", 1), (bench.StatusOf("a1"), bench.Requests.OfType<CancelOrder>().Count()));
        Assert.Equal("stuck", bench.Send(bench.Modify("a1", limit: 101m)).Code);
        bench.Pass(30);
        Assert.Single(bench.Requests.OfType<PlaceOrder>());
    }

    [Fact]
    public void A_change_that_waits_to_be_written_when_its_order_is_looked_for_is_taken_back()
    {
        var bench = Bench.Open(new CoreOptions { MessagesPerSecond = 10 });
        bench.Gateway.LosePlacements = 1;
        bench.Send(bench.Submit("a1"));
        bench.Pass(9.9);
        foreach (var i in Enumerable.Range(0, 40))
        {
            bench.Send(bench.Submit($"x{i}"));
        }

        Assert.Equal("accepted", bench.Send(bench.Modify("a1", limit: 99m)).Outcome);
        bench.Pass(10);
        Assert.Contains(bench.Statuses("a1"), status => status is { Status: "submitted", LimitPrice: 100m, Code: "stuck" });
        Assert.Equal("lost", bench.StatusOf("a1"));
        Assert.Single(bench.Requests.OfType<PlaceOrder>(), place => place.Order.OrderRef == "a1");
    }

    [Fact]
    public void A_lost_stop_is_not_placed_again_when_its_entry_ends_partly_filled()
    {
        var bench = WithLostStop();
        bench.Gateway.Fill(bench.Gateway.Named("b"), 39);
        bench.Gateway.Named("b").Status = "Cancelled";
        bench.Say(bench.Gateway.Named("b").Told);
        bench.Pass(130);
        Assert.Equal(("cancelled", "lost"), (bench.StatusOf("b"), bench.StatusOf("b.sl")));
        Assert.Equal(1, bench.Gateway.Placements["b.sl"]);
        Assert.Single(bench.Requests.OfType<PlaceOrder>(), place => place.Order.OrderRef == "b.sl");
    }

    [Fact]
    public void A_lost_stop_is_not_placed_again_when_its_entry_is_changed()
    {
        var bench = WithLostStop();
        Assert.Equal("accepted", bench.Send(bench.Modify("b", quantity: 60)).Outcome);
        Assert.Equal(60, bench.Gateway.Named("b").Placed.Order.Quantity);
        Assert.Single(bench.Requests.OfType<PlaceOrder>(), place => place.Order.OrderRef == "b.sl");
    }

    [Fact]
    public void A_lost_stop_that_turns_up_is_fitted_to_what_its_entry_bought()
    {
        var bench = WithLostStop();
        var placed = bench.Requests.OfType<PlaceOrder>().Single(place => place.Order.OrderRef == "b.sl");
        bench.Gateway.Fill(bench.Gateway.Named("b"), 39);
        bench.Gateway.Named("b").Status = "Cancelled";
        bench.Say(bench.Gateway.Named("b").Told);
        var stop = bench.Gateway.Orders[placed.OrderId] = new SimOrder(placed, 777);
        bench.Say(stop.Open);
        bench.Pass(1);
        Assert.Equal(("accepted", 40L), (bench.StatusOf("b.sl"), stop.Placed.Order.Quantity));
    }

    [Fact]
    public void An_entry_without_a_fill_whose_stop_is_lost_is_cancelled_and_that_is_told()
    {
        var bench = Bench.Open();
        bench.Prompt = false;
        bench.Send(bench.Submit("b", protection: new Protection { StopLossPrice = 90m }));
        bench.Gateway.Forget("b.sl");
        bench.Prompt = true;
        bench.Hear();
        bench.Pass(30);
        Assert.Equal(("cancelled", "lost"), (bench.StatusOf("b"), bench.StatusOf("b.sl")));
        Assert.Contains(bench.Notices, notice => notice is { Action: "unprotected", ClientOrderId: "b.sl" });
    }

    [Fact]
    public void A_position_whose_stop_is_lost_is_unprotected_until_another_one_works()
    {
        var bench = Bench.Open();
        bench.Prompt = false;
        bench.Send(bench.Submit("b", protection: new Protection { StopLossPrice = 90m }));
        bench.Gateway.Forget("b.sl");
        bench.Gateway.Fill(bench.Gateway.Named("b"), 100);
        bench.Prompt = true;
        bench.Hear();
        bench.Pass(30);
        Assert.Equal(("filled", "lost"), (bench.StatusOf("b"), bench.StatusOf("b.sl")));
        Assert.Contains(bench.Notices, notice => notice is { Action: "unprotected", ClientOrderId: "b.sl", Code: "stuck" });
        bench.Send(bench.Reconcile());
        Assert.Contains(bench.Reconciled.Differences, difference => difference is { Kind: "unprotected", ClientOrderId: "b" });
        bench.Send(bench.Submit("guard", side: "SELL", purpose: "protect") with { OrderType = "STP", LimitPrice = null, StopPrice = 90m });
        bench.Send(bench.Reconcile());
        Assert.DoesNotContain(bench.Reconciled.Differences, difference => difference.Kind == "unprotected");
    }

    [Fact]
    public void A_stop_that_turns_up_at_once_alarms_nobody()
    {
        var bench = Bench.Open();
        bench.Send(bench.Bracket("b"));
        bench.Gateway.Fill(bench.Gateway.Named("b"), 100);
        bench.Hear();
        var stop = bench.Gateway.Named("b.sl");
        bench.Gateway.Orders.Remove(stop.Placed.OrderId);
        for (var waited = 0; bench.StatusOf("b.sl") != "lost"; waited++)
        {
            Assert.True(waited < 1000);
            bench.Pass(0.1);
        }

        bench.Say(stop.Open);
        bench.Pass(1);
        Assert.DoesNotContain(bench.Notices, notice => notice.Action == "unprotected");
    }

    // An entry that works, has filled a little, and whose stop the gateway never had.
    private static Bench WithLostStop()
    {
        var bench = Bench.Open();
        bench.Prompt = false;
        bench.Send(bench.Bracket("b"));
        bench.Gateway.Forget("b.sl");
        bench.Gateway.Fill(bench.Gateway.Named("b"), 1);
        bench.Prompt = true;
        bench.Hear();
        bench.Pass(30);
        Assert.Equal(("partially_filled", "lost"), (bench.StatusOf("b"), bench.StatusOf("b.sl")));
        return bench;
    }
}
