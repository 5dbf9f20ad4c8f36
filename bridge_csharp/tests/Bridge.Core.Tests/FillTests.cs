using Bridge.Contracts.Events;
using Bridge.Core.Gateway;
using Bridge.Core.Tests.Support;
using static Bridge.Core.Tests.Support.Stocks;

namespace Bridge.Core.Tests;

public sealed class FillTests
{
    [Theory]
    [InlineData(0, "", "manual")]
    [InlineData(9, "theirs", "other_client")]
    [InlineData(1, "forgotten", "core")]
    public void Foreign_executions_are_fills_without_an_order_of_ours(int client, string orderRef, string origin)
    {
        var bench = Bench.Open();
        bench.Say(new ExecutionDetails(-1, 0, Apple, "x.01", "20261125-15:00:00", "DU1", "BUY", 5, 10m, 99, client, 5, 10m, orderRef));
        var fill = Assert.Single(bench.Fills);
        Assert.Equal((null, origin, null), (fill.ClientOrderId, fill.Origin, fill.AgentId));
    }

    [Fact]
    public void Corrections_take_the_place_of_what_they_correct()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1", quantity: 200));
        var execution = bench.Gateway.Fill(bench.Gateway.Named("a1"), 100);
        bench.Hear();
        bench.Say(execution);
        Assert.Single(bench.Fills);
        bench.Say(execution with { ExecId = execution.ExecId[..^2] + "02", Price = 99m });
        Assert.Equal([1L, 2L], bench.Fills.Select(fill => fill.Revision));
        Assert.Single(bench.Fills.Select(fill => fill.ExecKey).Distinct());
        bench.Say(execution);
        Assert.Equal(2, bench.Fills.Count);
        Assert.Equal(99m, bench.Statuses("a1")[^1].AvgPrice);
    }

    [Fact]
    public void Executions_that_come_after_the_word_of_the_end_are_no_corrections()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        var order = bench.Gateway.Named("a1");
        ExecutionDetails[] executions = [bench.Gateway.Fill(order, 40), bench.Gateway.Fill(order, 60)];
        bench.Gateway.Said.Clear();
        foreach (var message in executions.Prepend<GatewayMessage>(order.Told))
        {
            bench.Say(message);
            Assert.Equal(("filled", 100L), (bench.StatusOf("a1"), bench.Statuses("a1")[^1].Filled));
        }

        Assert.DoesNotContain(bench.Notices, notice => notice.Code == "order_final");
    }

    [Fact]
    public void A_commission_that_comes_first_waits_for_its_fill_even_across_a_restart()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        var execution = bench.Gateway.Fill(bench.Gateway.Named("a1"), 100);
        bench.Gateway.Said.Clear();
        bench.Say(new CommissionReport(execution.ExecId, 1.25m, "USD", 7m));
        bench.Say(new CommissionReport(execution.ExecId, 1.25m, "USD", 7m));
        Assert.Empty(bench.Events<Commission>("commission"));
        bench.Restart();
        bench.Pass(1);
        var cost = Assert.Single(bench.Events<Commission>("commission"));
        Assert.Equal((1.25m, 7m, "a1"), (cost.Amount, cost.RealizedPnl, cost.ClientOrderId));
        Assert.True(cost.Jseq > bench.Fills[0].Jseq);
        bench.Say(new CommissionReport(execution.ExecId, 1.25m, "USD", 7m));
        Assert.Single(bench.Events<Commission>("commission"));
    }

    [Fact]
    public void Executions_of_other_things_than_whole_shares_are_noticed_and_not_booked()
    {
        var bench = Bench.Open();
        bench.Say(new ExecutionDetails(-1, 0, Apple with { SecType = "OPT" }, "o.01", "20261125-15:00:00", "DU1", "BUY", 5, 10m, 99, 0, 5, 10m, string.Empty));
        bench.Say(new ExecutionDetails(-1, 0, Apple, "f.01", "20261125-15:00:00", "DU1", "BUY", 0.5m, 10m, 99, 0, 5, 10m, string.Empty));
        Assert.Empty(bench.Fills);
        Assert.Contains(bench.Notices, notice => notice.Code == "unsupported");
    }

    [Fact]
    public void An_order_id_seen_in_an_execution_of_ours_is_not_given_out_again()
    {
        var bench = Bench.Open();
        bench.Say(new ExecutionDetails(-1, 500, Apple, "x.01", "20261125-15:00:00", "DU1", "BUY", 5, 10m, 99, 1, 5, 10m, "forgotten"));
        bench.Say(new ExecutionDetails(-1, 900, Apple, "y.01", "20261125-15:00:00", "DU1", "BUY", 5, 10m, 98, 9, 5, 10m, "theirs"));
        bench.Send(bench.Submit("a1"));
        Assert.Equal(501, bench.Requests.OfType<PlaceOrder>().Single().OrderId);
    }
}
