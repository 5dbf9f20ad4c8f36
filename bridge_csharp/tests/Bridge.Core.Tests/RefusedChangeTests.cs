using Bridge.Core.Gateway;
using Bridge.Core.Inputs;
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
    public void An_echo_that_came_before_the_list_was_asked_for_is_no_part_of_it()
    {
        var bench = Bench.Open(new CoreOptions { MessagesPerSecond = 2 });
        bench.Send(bench.Submit("a1"));
        bench.Pass(5);
        bench.Prompt = false;
        bench.Send(bench.Modify("a1", quantity: 150));
        bench.Send(bench.Submit("b1"));
        bench.Clear();
        bench.Send(bench.Reconcile());
        Assert.DoesNotContain(bench.Requests, request => request is RequestOpenOrders);
        bench.Prompt = true;
        bench.Hear();
        bench.Gateway.Forget("a1");
        bench.Say(new GatewayError(1, 201, Margin));
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

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_refusal_during_a_second_change_may_be_of_the_whole_order_too(bool works)
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        bench.Send(bench.Modify("a1", quantity: 150));
        var order = bench.Gateway.Named("a1");
        var before = order.Placed;
        bench.Prompt = false;
        var modify = bench.Modify("a1", quantity: 120);
        bench.Send(modify);
        bench.Gateway.Said.Clear();
        bench.Prompt = true;
        order.Placed = before;
        if (!works)
        {
            bench.Gateway.Forget("a1");
        }

        bench.Say(new GatewayError(1, 201, Margin));
        bench.Pass(1);
        var told = bench.Statuses("a1")[^1];
        Assert.Equal((works ? "accepted" : "rejected", 150L, (long?)201, Margin, modify.Id), (told.Status, told.Quantity, told.TwsCode, told.Reason, told.CommandId));
        bench.Pass(100);
        Assert.Equal(told.Version, bench.Statuses("a1")[^1].Version);
    }

    [Fact]
    public void A_second_change_that_was_taken_all_the_same_stands()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        bench.Send(bench.Modify("a1", quantity: 150));
        bench.Prompt = false;
        bench.Send(bench.Modify("a1", quantity: 120));
        bench.Gateway.Said.Clear();
        bench.Prompt = true;
        bench.Say(new GatewayError(1, 201, Margin));
        bench.Pass(1);
        Assert.Equal(("accepted", 120L), (bench.StatusOf("a1"), bench.Statuses("a1")[^1].Quantity));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_words_of_the_refusal_outlive_a_restart_or_a_reconnect_before_the_lists_came(bool restart)
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        bench.Send(bench.Modify("a1", quantity: 150));
        bench.Gateway.Unanswered.Add(typeof(RequestOpenOrders));
        bench.Gateway.Named("a1").Status = "Inactive";
        bench.Say(new GatewayError(1, 201, Margin));
        bench.Gateway.Unanswered.Clear();
        if (restart)
        {
            bench.Restart();
            bench.Do(new MqttConnected());
        }
        else
        {
            bench.Drop();
        }

        bench.Pass(60);
        var told = bench.Statuses("a1")[^1];
        Assert.Equal(("rejected", "unsupported", (long?)201, Margin), (told.Status, told.Code, told.TwsCode, told.Reason));
    }

    [Fact]
    public void An_order_that_was_never_changed_is_rejected_at_once()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        bench.Say(new GatewayError(1, 201, Margin));
        Assert.Equal("rejected", bench.StatusOf("a1"));
    }
}
