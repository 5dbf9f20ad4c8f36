using Bridge.Contracts.Events;
using Bridge.Core.Gateway;
using Bridge.Core.Tests.Support;

namespace Bridge.Core.Tests;

/// <summary>An order that the broker has named and one list does not have may be in the next: the cancel that finds it out would end it.</summary>
public sealed class SecondLookTests
{
    [Fact]
    public void A_gateway_that_tells_its_list_too_early_costs_no_stop()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("stop", side: "SELL", purpose: "protect"));
        bench.GatewayThere = false;
        bench.Drop();
        var stop = bench.Gateway.Named("stop");
        bench.Gateway.Orders.Clear();
        bench.Clear();
        bench.GatewayThere = true;
        bench.Pass(11);
        Assert.Contains(bench.Reconciled.Differences, difference => difference is { Kind: "order_missing", ClientOrderId: "stop", Resolution: "none" });

        // Meanwhile new terms would be a second order to it.
        Assert.Equal(("open", "stuck"), (bench.State.Orders, bench.Send(bench.Modify("stop", limit: 99m)).Code));
        bench.Gateway.Orders[stop.Placed.OrderId] = stop;
        bench.Pass(12);
        Assert.Empty(bench.Reconciled.Differences);
        Assert.Empty(bench.Requests.OfType<CancelOrder>());
        Assert.Equal(("accepted", "Submitted"), (bench.Send(bench.Modify("stop", limit: 99m)).Outcome, stop.Status));
    }

    [Fact]
    public void Missing_twice_in_ten_seconds_it_is_found_out()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("stop", side: "SELL", purpose: "protect"));
        bench.Gateway.Forget("stop");
        bench.Send(bench.Reconcile());

        // Lists that follow at once are no second look.
        bench.Pass(1);
        bench.Send(bench.Reconcile());
        bench.Pass(8);
        Assert.Empty(bench.Requests.OfType<CancelOrder>());
        Assert.Equal("accepted", bench.StatusOf("stop"));
        bench.Pass(2);
        Assert.Single(bench.Requests.OfType<CancelOrder>());
        Assert.Equal("lost", bench.StatusOf("stop"));
    }

    [Fact]
    public void One_that_is_to_be_cancelled_anyway_is_not_waited_for()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        bench.Gateway.Forget("a1");
        bench.Send(bench.Cancel("a1"));
        bench.Pass(1);
        Assert.Equal("lost", bench.StatusOf("a1"));
        Assert.Contains(bench.Events<Reconciliation>("reconciliation").SelectMany(told => told.Differences), difference => difference is { Kind: "order_missing", ClientOrderId: "a1" });
    }
}
