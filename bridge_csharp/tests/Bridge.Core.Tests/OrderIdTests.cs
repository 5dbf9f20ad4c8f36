using Bridge.Core.Gateway;
using Bridge.Core.Orders;
using Bridge.Core.Tests.Support;

namespace Bridge.Core.Tests;

/// <summary>Errors name orders and requests by the same field.</summary>
public sealed class OrderIdTests
{
    [Theory]
    [InlineData(1_764_000_000)]
    [InlineData(RequestIds.First - 1000)]
    public void An_error_about_an_order_with_a_large_id_is_the_orders(int id)
    {
        var bench = Bench.Open(gateway: new SimGateway { NextValidId = id });
        bench.Prompt = false;
        bench.Send(bench.Submit("a1"));
        Assert.Equal(id, bench.Requests.OfType<PlaceOrder>().Single().OrderId);
        bench.Say(new GatewayError(id, 201, "Order rejected - reason: margin"));
        Assert.Equal(("rejected", 201L), (bench.StatusOf("a1"), bench.Statuses("a1")[^1].TwsCode));
    }

    [Theory]
    [InlineData(RequestIds.First - 2)]
    [InlineData(int.MaxValue)]
    public void Where_ids_run_into_those_of_requests_orders_are_closed_until_the_gateway_counts_anew(int id)
    {
        var bench = new Bench(gateway: new SimGateway { NextValidId = id });
        bench.Do(new Inputs.MqttConnected());
        bench.Pass(1);
        Assert.Equal(("closed", "unsupported"), (bench.State.Orders, bench.State.OrdersReason));
        var refused = bench.Send(bench.Bracket("a1"));
        Assert.Equal(("rejected", "unsupported"), (refused.Outcome, refused.Code));
        Assert.Contains(bench.Notices, notice => notice.Text.Contains("Reset API order ID sequence", StringComparison.Ordinal));

        bench.Gateway.NextValidId = 1;
        bench.Drop();
        bench.Pass(11);
        Assert.Equal("accepted", bench.Send(bench.Bracket("a2")).Outcome);
        Assert.Equal([1, 2, 3], bench.Requests.OfType<PlaceOrder>().Select(place => place.OrderId));
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(RequestIds.First + 100_000)]
    [InlineData(4711)]
    public void A_broken_link_is_heard_whatever_id_stands_beside_it(int id)
    {
        var bench = Bench.Open();
        bench.Say(new GatewayError(id, 1100, "Connectivity between IBKR and Trader Workstation has been lost."));
        Assert.Equal("link_down", bench.State.OrdersReason);
        Assert.Equal("link_down", bench.Send(bench.Submit("a1")).Code);
    }
}
