using Bridge.Core.Gateway;
using Bridge.Core.Inputs;
using Bridge.Core.Tests.Support;
using static Bridge.Core.Tests.Support.Stocks;

namespace Bridge.Core.Tests;

/// <summary>Orders of our client id that the journal does not know: a state directory was lost, and the gateway still works what it placed.</summary>
public sealed class StrayTests
{
    [Fact]
    public void A_cancel_of_everything_ends_what_another_journal_placed()
    {
        var bench = WithStrays(out var gateway);
        Assert.Contains(bench.Reconciled.Differences, difference => difference.Kind == "order_unknown");
        Assert.Equal(2, bench.Send(bench.CancelAll("all")).Count);
        bench.Pass(1);
        Assert.All(gateway.Orders.Values, order => Assert.Equal("Cancelled", order.Status));
        Assert.Equal(2, bench.State.Counters.Cancels);
        Assert.Equal(0, bench.Send(bench.CancelAll("all")).Count);
    }

    [Fact]
    public void One_symbol_only_where_one_is_named()
    {
        var bench = WithStrays(out var gateway);
        Assert.Equal(1, bench.Send(bench.CancelAll("all", symbol: "TNA")).Count);
        bench.Pass(1);
        Assert.Equal(("Submitted", "Cancelled"), (gateway.Named("old").Status, gateway.Named("other").Status));
    }

    [Theory]
    [InlineData("entries", null)]
    [InlineData("all", "ppo")]
    public void A_cancel_of_entries_or_of_one_agent_leaves_them(string scope, string? agent)
    {
        var bench = WithStrays(out var gateway);
        Assert.Equal(0, bench.Send(bench.CancelAll(scope, agent)).Count);
        bench.Pass(61);
        Assert.All(gateway.Orders.Values, order => Assert.Equal("Submitted", order.Status));
    }

    [Fact]
    public void Asked_for_while_the_gateway_is_away_they_end_with_the_first_list()
    {
        var bench = WithStrays(out var gateway);
        bench.GatewayThere = false;
        bench.Drop();
        bench.Send(bench.CancelAll("all"));
        bench.Written.Clear();
        bench.GatewayThere = true;
        bench.Pass(11);
        Assert.All(gateway.Orders.Values, order => Assert.Equal("Cancelled", order.Status));
        Assert.Equal(2, bench.Requests.OfType<CancelOrder>().Count());
    }

    [Fact]
    public void An_order_held_for_ended_that_works_on_is_ended_too()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        bench.Say(new GatewayError(1, 201, "no"));
        bench.Pass(61);
        Assert.Equal(1, bench.Send(bench.CancelAll("all")).Count);
        bench.Pass(1);
        Assert.Equal("Cancelled", bench.Gateway.Named("a1").Status);
    }

    [Fact]
    public void Orders_of_other_clients_and_orders_that_ended_are_none()
    {
        var bench = Bench.Open();
        var ticket = new OrderTicket("DU1", "theirs", "BUY", 10, "LMT", 5m, 0m, "DAY", false, string.Empty, 0, 0, true);
        bench.Say(new OpenOrder(0, 1, 50, Apple, ticket, "Submitted"));
        bench.Say(new OpenOrder(7, 9, 51, Apple, ticket, "Submitted"));
        bench.Say(new OpenOrder(8, 1, 52, Apple, ticket, "Submitted"));
        bench.Say(new OpenOrder(8, 1, 52, Apple, ticket, "Cancelled"));
        bench.Say(new OpenOrder(9, 1, 53, Apple, ticket, "Inactive"));
        bench.Say(new OrderStatus(9, "Inactive", 0, 10, null, 53, 0, 1, string.Empty));
        bench.Say(new OpenOrder(10, 1, 54, Apple, ticket, "Inactive"));
        bench.Say(new OrderStatus(10, "Inactive", 0, 10, null, 54, 0, 1, "locate"));
        Assert.Equal(1, bench.Send(bench.CancelAll("all")).Count);
        Assert.Equal(10, Assert.Single(bench.Requests.OfType<CancelOrder>()).OrderId);
    }

    private static Bench WithStrays(out SimGateway gateway)
    {
        gateway = new SimGateway();
        var first = Bench.Open(gateway: gateway);
        first.Send(first.Submit("old"));
        first.Send(first.Submit("other", symbol: "TNA"));
        var second = new Bench(gateway: gateway);
        second.Do(new MqttConnected());
        second.Pass(1);
        return second;
    }
}
