using Bridge.Contracts.Commands;
using Bridge.Core.Effects;
using Bridge.Core.Gateway;
using Bridge.Core.Tests.Support;

namespace Bridge.Core.Tests;

public sealed class OrderTests
{
    [Fact]
    public void An_order_is_on_disk_before_it_is_written_and_before_the_answer()
    {
        var bench = Bench.Open();
        bench.Clear();
        Assert.Equal("accepted", bench.Send(bench.Submit("a1")).Outcome);

        var kinds = bench.Effects.Take(4).Select(effect => effect.GetType()).ToList();
        Assert.Equal([typeof(AppendToJournal), typeof(FlushJournal), typeof(WriteToGateway), typeof(Publish)], kinds);
        var entry = ((AppendToJournal)bench.Effects[0]).Entry;
        Assert.Equal("a1", Assert.Single(entry.Orders!).ClientOrderId);
        Assert.NotNull(entry.Command);
        Assert.Equal(["ack", "order.status"], entry.Events!.Select(record => record.Name));
    }

    [Fact]
    public void An_order_goes_from_submitted_to_filled_with_rising_versions()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        bench.Gateway.Fill(bench.Gateway.Named("a1"), 40);
        bench.Hear();
        bench.Gateway.Fill(bench.Gateway.Named("a1"), 60, 101m);
        bench.Hear();

        var statuses = bench.Statuses("a1");
        Assert.Equal(["submitted", "accepted", "partially_filled", "filled"], statuses.Select(status => status.Status).Distinct());
        Assert.Equal(Enumerable.Range(1, statuses.Count).Select(i => (long)i), statuses.Select(status => status.Version));
        Assert.Equal(100, statuses[^1].Filled);
        Assert.Equal(0, statuses[^1].Remaining);
        Assert.Equal([40L, 60L], bench.Fills.Select(fill => fill.Quantity));
        Assert.All(bench.Fills, fill => Assert.Equal(("a1", "ppo", "core", false), (fill.ClientOrderId, fill.AgentId, fill.Origin, fill.Recovered)));
    }

    [Fact]
    public void A_fill_without_any_status_fills_the_order()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        var execution = bench.Gateway.Fill(bench.Gateway.Named("a1"), 100);
        bench.Gateway.Said.Clear();
        bench.Say(execution);
        Assert.Equal("filled", bench.StatusOf("a1"));
        Assert.Equal(100m, bench.Statuses("a1")[^1].AvgPrice);
    }

    [Fact]
    public void The_same_order_under_a_new_id_is_known_and_another_one_is_refused()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        var again = bench.Send(bench.Submit("a1"));
        Assert.Equal(("duplicate", "order_known"), (again.Outcome, again.Code));
        var other = bench.Send(bench.Submit("a1", quantity: 7));
        Assert.Equal(("rejected", "order_id_reused"), (other.Outcome, other.Code));
        Assert.Equal(1, bench.Gateway.Placements["a1"]);
    }

    [Fact]
    public void A_modify_reaches_the_gateway_and_is_confirmed_by_it()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        bench.Send(bench.Modify("a1", quantity: 150, limit: 99.5m));
        var placed = bench.Requests.OfType<PlaceOrder>().Last();
        Assert.Equal((150L, (decimal?)99.5m, true), (placed.Order.Quantity, placed.Order.LimitPrice, placed.Order.Transmit));
        Assert.Equal(150, bench.Statuses("a1")[^1].Quantity);
        Assert.Null(bench.Journal.Last(entry => entry.Orders is not null).Orders![0].TermsBefore);
    }

    [Fact]
    public void A_refused_modify_leaves_the_order_as_it_was_and_says_why()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        bench.Prompt = false;
        var modify = bench.Modify("a1", limit: 99.123m);
        bench.Send(modify);
        bench.Gateway.Said.Clear();
        bench.Say(new GatewayError(1, 110, "The price does not conform to the minimum price variation"));
        var status = bench.Statuses("a1")[^1];
        Assert.Equal(("accepted", "price", 110L, modify.Id), (status.Status, status.Code, status.TwsCode, status.CommandId));
        Assert.Equal(100m, status.LimitPrice);
    }

    [Theory]
    [InlineData(100, null, null, "quantity")]
    [InlineData(null, null, 5.0, "price")]
    [InlineData(2_000_000, null, null, "quantity")]
    public void A_modify_that_does_not_fit_the_order_is_refused(int? quantity, double? limit, double? stop, string code)
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1", quantity: 200));
        bench.Gateway.Fill(bench.Gateway.Named("a1"), 100);
        bench.Hear();
        var ack = bench.Send(bench.Modify("a1", quantity, (decimal?)limit, (decimal?)stop));
        Assert.Equal(("rejected", code), (ack.Outcome, ack.Code));
    }

    [Fact]
    public void A_market_order_takes_no_new_limit()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1") with { OrderType = "MKT", LimitPrice = null });
        Assert.Equal("price", bench.Send(bench.Modify("a1", limit: 3m)).Code);
    }

    [Fact]
    public void Ended_and_unknown_orders_are_neither_changed_nor_cancelled()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        bench.Send(bench.Cancel("a1"));
        Assert.Equal("cancelled", bench.StatusOf("a1"));
        Assert.Equal("order_final", bench.Send(bench.Cancel("a1")).Code);
        Assert.Equal("order_final", bench.Send(bench.Modify("a1", limit: 3m)).Code);
        Assert.Equal("order_unknown", bench.Send(bench.Modify("zz", limit: 3m)).Code);
        Assert.Equal("order_unknown", bench.Send(bench.Cancel("zz")).Code);
    }

    [Fact]
    public void A_rejected_order_ends_with_the_gateways_number()
    {
        var bench = Bench.Open();
        bench.Prompt = false;
        bench.Send(bench.Submit("a1"));
        bench.Say(new GatewayError(1, 201, "Order rejected - reason:\nmargin"));
        var status = bench.Statuses("a1")[^1];
        Assert.Equal(("rejected", 201L, "Order rejected - reason: margin"), (status.Status, status.TwsCode, status.Reason));
    }

    [Fact]
    public void A_late_fill_raises_what_is_filled_and_nothing_else()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        bench.Send(bench.Cancel("a1"));
        var order = bench.Gateway.Named("a1");
        bench.Gateway.Fill(order, 30);
        bench.Gateway.Said.Clear();
        bench.Say(bench.Gateway.Executions[^1]);
        Assert.Equal(("cancelled", 30L), (bench.StatusOf("a1"), bench.Statuses("a1")[^1].Filled));
        bench.Say(order.Told with { Status = "Submitted" });
        Assert.Equal("cancelled", bench.StatusOf("a1"));
    }

    [Fact]
    public void An_inactive_order_that_waits_for_shares_lives_and_any_other_is_rejected()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        bench.Send(bench.Submit("a2"));
        bench.Say(bench.Gateway.Named("a1").Told with { Status = "Inactive", WhyHeld = "locate" });
        bench.Say(bench.Gateway.Named("a2").Told with { Status = "Inactive" });
        Assert.Equal(("accepted", "rejected"), (bench.StatusOf("a1"), bench.StatusOf("a2")));
    }

    [Fact]
    public void An_order_that_waits_for_shares_is_in_the_lists_and_not_cancelled_as_missing()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        var held = bench.Gateway.Named("a1");
        (held.Status, held.WhyHeld) = ("Inactive", "locate");
        bench.Drop();
        bench.Pass(15);
        bench.Send(bench.Reconcile());
        Assert.Equal("accepted", bench.StatusOf("a1"));
        Assert.Equal("accepted", Assert.Single(bench.Reconciled.OpenOrders!).Status);
        Assert.Empty(bench.Reconciled.Differences);
        Assert.Empty(bench.Requests.OfType<CancelOrder>());
    }

    [Fact]
    public void A_warning_leaves_the_order_alone()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        bench.Say(new GatewayError(1, 399, "Order Message: your order will not be placed until the open"));
        Assert.Equal("accepted", bench.StatusOf("a1"));
        Assert.Equal(399, bench.Notices[^1].TwsCode);
    }

    [Fact]
    public void Order_ids_never_go_backwards()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        bench.Send(bench.Submit("a2"));
        bench.Gateway.NextValidId = 1;
        bench.Drop();
        bench.Pass(1);
        bench.Send(bench.Submit("a3"));
        Assert.Equal(3, bench.Requests.OfType<PlaceOrder>().Last().OrderId);
        bench.Gateway.NextValidId = 50;
        bench.Drop();
        bench.Pass(11);
        bench.Send(bench.Submit("a4"));
        Assert.Equal(50, bench.Requests.OfType<PlaceOrder>().Last().OrderId);
    }

    [Fact]
    public void An_order_that_expires_while_it_waits_is_not_written()
    {
        var bench = Bench.Open(new CoreOptions { MessagesPerSecond = 5 });
        bench.Pass(1);
        foreach (var i in Enumerable.Range(0, 5))
        {
            bench.Send(bench.Submit($"a{i}"));
        }

        var late = bench.Submit("late");
        bench.Send(late with { ExpiresTsNs = bench.Now + (Bench.Second / 2) });
        bench.Pass(2);
        Assert.Equal(("rejected", "expired"), (bench.StatusOf("late"), bench.Statuses("late")[^1].Code));
        Assert.False(bench.Gateway.Placements.ContainsKey("late"));
    }

    [Fact]
    public void Stop_limit_orders_speak_the_gateways_words()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1") with { OrderType = "STP_LMT", StopPrice = 99m, OcaGroup = "g" });
        var ticket = bench.Requests.OfType<PlaceOrder>().Last().Order;
        Assert.Equal(("STP LMT", "g", 3, (decimal?)99m), (ticket.OrderType, ticket.OcaGroup, ticket.OcaType, ticket.StopPrice));
    }

    [Fact]
    public void A_smaller_quantity_that_is_not_confirmed_does_not_make_the_order_whole()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        bench.Prompt = false;
        bench.Send(bench.Modify("a1", quantity: 47));
        bench.Gateway.Said.Clear();
        bench.Say(bench.Gateway.Fill(bench.Gateway.Named("a1"), 57));
        Assert.Equal("partially_filled", bench.StatusOf("a1"));
        bench.Say(new GatewayError(1, 105, "Order being modified does not match the original order."));
        Assert.Equal(("partially_filled", 100L, 57L), (bench.StatusOf("a1"), bench.Statuses("a1")[^1].Quantity, bench.Statuses("a1")[^1].Filled));
    }

    [Fact]
    public void Words_that_say_nothing_yet_name_the_order_and_leave_its_status()
    {
        var bench = Bench.Open();
        bench.Prompt = false;
        bench.Send(bench.Submit("a1"));
        bench.Gateway.Said.Clear();
        bench.Say(bench.Gateway.Named("a1").Told with { Status = "PendingSubmit" });
        Assert.Equal(("submitted", 9000L), (bench.StatusOf("a1"), bench.Statuses("a1")[^1].PermId));
        bench.Say(bench.Gateway.Named("a1").Told with { Status = "PendingCancel" });
        Assert.Equal("cancel_pending", bench.StatusOf("a1"));
        bench.Say(bench.Gateway.Named("a1").Told with { Status = "ApiCancelled" });
        Assert.Equal("cancelled", bench.StatusOf("a1"));
    }

    [Fact]
    public void Why_it_was_rejected_is_told_though_the_word_of_its_end_came_first()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        var order = bench.Gateway.Named("a1");
        order.Status = "Inactive";
        bench.Say(order.Told);
        Assert.Equal(("rejected", null), (bench.StatusOf("a1"), bench.Statuses("a1")[^1].TwsCode));
        var refusal = new GatewayError(order.Placed.OrderId, 201, "Order rejected - reason:INSUFFICIENT FUNDS");
        bench.Say(refusal);
        var told = bench.Statuses("a1")[^1];
        Assert.Equal(("rejected", "unsupported", 201L, refusal.Text), (told.Status, told.Code, told.TwsCode, told.Reason));

        // Once: the first reason is the one it ended for.
        bench.Say(refusal with { Text = "Order rejected - reason:AND AGAIN" });
        Assert.Equal(told.Version, bench.Statuses("a1")[^1].Version);
    }
}
