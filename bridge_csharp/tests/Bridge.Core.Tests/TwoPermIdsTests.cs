using Bridge.Contracts.Events;
using Bridge.Core.Gateway;
using Bridge.Core.Tests.Support;
using static Bridge.Core.Tests.Support.Stocks;

namespace Bridge.Core.Tests;

public sealed class TwoPermIdsTests
{
    [Fact]
    public void Two_permanent_ids_under_one_name_are_told_not_applied_but_their_fills_are_booked()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        var order = bench.Gateway.Named("a1");
        bench.Say(order.Open with { PermId = 666 });
        bench.Say(order.Told with { PermId = 667, Status = "Cancelled" });
        Assert.Equal("accepted", bench.StatusOf("a1"));
        Assert.Contains(bench.Reconciled.Differences, difference => difference is { Kind: "two_perm_ids", ClientOrderId: "a1", PermId: 667 });
        bench.Say(new ExecutionDetails(-1, 1, Apple, "y.01", "20261125-15:00:00", "DU1", "BUY", 5, 10m, 666, 1, 5, 10m, "a1"));
        Assert.Equal("a1", Assert.Single(bench.Fills).ClientOrderId);
        Assert.Equal(("accepted", 0L), (bench.StatusOf("a1"), bench.Statuses("a1")[^1].Filled));
    }

    [Fact]
    public void A_second_order_under_one_name_is_a_difference_for_as_long_as_it_works()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        var ours = bench.Gateway.Named("a1").Open;
        var twin = ours with { PermId = 666 };
        bench.Gateway.Unanswered.Add(typeof(RequestOpenOrders));
        bench.Say(twin);
        foreach (var (lists, named) in new[] { (new[] { ours, twin }, true), ([ours, twin], true), ([ours], false) })
        {
            bench.Send(bench.Reconcile());
            bench.Pass(1);
            foreach (var order in lists)
            {
                bench.Say(order);
            }

            bench.Say(new OpenOrderEnd());
            bench.Pass(1);
            Assert.Equal(named, bench.Reconciled.Differences.Any(difference => difference is { Kind: "two_perm_ids", PermId: 666 }));
        }
    }
}
