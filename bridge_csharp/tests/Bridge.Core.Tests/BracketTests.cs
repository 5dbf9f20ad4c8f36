using Bridge.Core.Effects;
using Bridge.Core.Gateway;
using Bridge.Core.Tests.Support;

namespace Bridge.Core.Tests;

public sealed class BracketTests
{
    [Fact]
    public void Three_orders_are_journaled_together_and_written_together()
    {
        var bench = Bench.Open();
        bench.Clear();
        bench.Send(bench.Bracket("a"));
        var entry = bench.Effects.OfType<AppendToJournal>().First().Entry;
        Assert.Equal(["a", "a.tp", "a.sl"], entry.Orders!.Select(order => order.ClientOrderId));
        var placed = Assert.Single(bench.Effects.OfType<WriteTogether>()).Requests.Cast<PlaceOrder>().ToList();
        Assert.Equal([false, false, true], placed.Select(place => place.Order.Transmit));
        Assert.Equal([0, placed[0].OrderId, placed[0].OrderId], placed.Select(place => place.Order.ParentId));
        Assert.Equal([string.Empty, "a", "a"], placed.Select(place => place.Order.OcaGroup));
        Assert.Equal([0, 3, 3], placed.Select(place => place.Order.OcaType));
        Assert.Equal(["BUY", "SELL", "SELL"], placed.Select(place => place.Order.Action));
        Assert.Equal([("LMT", 110m, null), ("STP", null, (decimal?)90m)], placed.Skip(1).Select(place => (place.Order.OrderType, place.Order.LimitPrice, place.Order.StopPrice)));
        Assert.Equal(["entry", "take_profit", "stop_loss"], new[] { "a", "a.tp", "a.sl" }.Select(name => bench.Statuses(name)[0].Role));
        Assert.Equal("a", bench.Statuses("a.sl")[0].ParentClientOrderId);
    }

    [Fact]
    public void Each_order_is_told_with_what_it_trades_and_what_for_and_a_comparison_names_its_group()
    {
        var bench = Bench.Open();
        bench.Send(bench.Bracket("a"));
        bench.Send(bench.Reconcile());
        var told = new[] { "a", "a.sl", "a.tp" }.Select(name => bench.Statuses(name)[0]);
        Assert.Equal([("AAPL", "entry"), ("AAPL", "protect"), ("AAPL", "protect")], told.Select(status => (status.Symbol!, status.Purpose!)));
        foreach (var list in new[] { bench.Reconciled.OpenOrders!, bench.Reconciled.Orders })
        {
            Assert.Equal(
                [("a", "entry", null), ("a.sl", "protect", "a"), ("a.tp", "protect", "a")],
                list.OrderBy(order => order.ClientOrderId, StringComparer.Ordinal).Select(order => (order.ClientOrderId!, order.Purpose!, order.OcaGroup)));
        }
    }

    [Fact]
    public void What_an_exit_lowered_stays_low_when_the_entry_ends_and_grows_only_by_what_was_bought_late()
    {
        var bench = Bench.Open();
        bench.Send(bench.Bracket("a"));
        bench.Gateway.Fill(bench.Gateway.Named("a"), 30);
        bench.Hear();
        bench.Send(bench.Modify("a.sl", 20));
        bench.Send(bench.Cancel("a"));
        Assert.Equal([20L, 30L], new[] { "a.sl", "a.tp" }.Select(name => bench.Gateway.Named(name).Placed.Order.Quantity));

        var late = bench.Gateway.Fill(bench.Gateway.Named("a"), 5);
        bench.Gateway.Said.Clear();
        bench.Say(late);
        Assert.Equal([25L, 35L], new[] { "a.sl", "a.tp" }.Select(name => bench.Gateway.Named(name).Placed.Order.Quantity));
    }

    [Theory]
    [InlineData(100, "order_final")]
    [InlineData(40, null)]
    [InlineData(0, null)]
    public void An_exit_joins_what_guards_the_position_but_not_after_that_has_closed_it(long sold, string? refused)
    {
        var bench = Bench.Open();
        bench.Send(bench.Bracket("a"));
        bench.Gateway.Fill(bench.Gateway.Named("a"), 100);
        bench.Hear();
        if (sold > 0)
        {
            bench.Gateway.Fill(bench.Gateway.Named("a.tp"), sold);
            bench.Hear();
        }
        else
        {
            bench.Send(bench.Cancel("a.tp"));
        }

        if (sold is 0 or 100)
        {
            bench.Send(bench.Cancel("a.sl"));
        }

        bench.Restart();
        bench.Pass(1);
        Assert.Equal(refused, bench.Send(bench.Submit("x", 100, "SELL", "flatten") with { OcaGroup = "a" }).Code);
        Assert.Equal(refused is null ? 1 : 0, bench.Gateway.Placements.GetValueOrDefault("x"));
    }

    [Fact]
    public void An_entry_that_ends_partly_filled_shrinks_its_protection_at_once()
    {
        var bench = Bench.Open();
        bench.Send(bench.Bracket("a"));
        bench.Gateway.Fill(bench.Gateway.Named("a"), 30);
        bench.Hear();
        bench.Send(bench.Cancel("a"));
        Assert.Equal([30L, 30L], new[] { "a.sl", "a.tp" }.Select(name => bench.Gateway.Named(name).Placed.Order.Quantity));
        Assert.Equal([30L, 30L], new[] { "a.sl", "a.tp" }.Select(name => bench.Statuses(name)[^1].Quantity));
        Assert.Equal(("a", 3), (bench.Gateway.Named("a.sl").Placed.Order.OcaGroup, bench.Gateway.Named("a.sl").Placed.Order.OcaType));

        // A late fill makes the position larger, and the protection with it.
        var late = bench.Gateway.Fill(bench.Gateway.Named("a"), 5);
        bench.Gateway.Said.Clear();
        bench.Say(late);
        Assert.Equal(35, bench.Gateway.Named("a.sl").Placed.Order.Quantity);
    }

    [Fact]
    public void An_entry_that_ends_without_a_fill_takes_its_protection_with_it()
    {
        var bench = Bench.Open();
        bench.Send(bench.Bracket("a"));
        bench.Send(bench.Cancel("a"));
        bench.Pass(1);
        Assert.Equal(["cancelled", "cancelled"], new[] { "a.sl", "a.tp" }.Select(bench.StatusOf));
        Assert.DoesNotContain(bench.Notices, notice => notice.Action == "unprotected");
    }

    [Fact]
    public void A_refused_stop_cancels_an_entry_that_has_no_fill_and_says_so()
    {
        var bench = Bench.Open();
        bench.Send(bench.Bracket("a"));
        bench.Say(new GatewayError(bench.Gateway.Named("a.sl").Placed.OrderId, 201, "refused"));
        Assert.Equal("cancelled", bench.StatusOf("a"));
        Assert.Contains(bench.Notices, notice => notice is { Action: "unprotected", ClientOrderId: "a.sl" });
    }

    [Fact]
    public void A_stop_that_ends_while_its_position_is_open_is_told()
    {
        var bench = Bench.Open();
        bench.Send(bench.Bracket("a"));
        bench.Gateway.Fill(bench.Gateway.Named("a"), 100);
        bench.Hear();
        bench.Say(bench.Gateway.Named("a.sl").Told with { Status = "Cancelled" });
        bench.Pass(1);
        Assert.Contains(bench.Notices, notice => notice is { Action: "unprotected", ClientOrderId: "a.sl" });
        Assert.Equal("filled", bench.StatusOf("a"));
        bench.Gateway.Named("a.sl").Status = "Cancelled";
        bench.Send(bench.Reconcile());
        Assert.Contains(bench.Reconciled.Differences, difference => difference is { Kind: "unprotected", ClientOrderId: "a" });
    }

    [Fact]
    public void A_profit_that_fills_and_its_stop_that_ends_leave_nothing_unprotected()
    {
        var bench = Bench.Open();
        bench.Send(bench.Bracket("a"));
        bench.Gateway.Fill(bench.Gateway.Named("a"), 100);
        bench.Hear();
        // The partner's end is told before the fill that caused it.
        bench.Say(bench.Gateway.Named("a.sl").Told with { Status = "Cancelled" });
        bench.Gateway.Named("a.sl").Status = "Cancelled";
        bench.Gateway.Fill(bench.Gateway.Named("a.tp"), 100, 110m);
        bench.Hear();
        bench.Pass(2);
        Assert.DoesNotContain(bench.Notices, notice => notice.Action == "unprotected");
        Assert.Equal(("a", "ppo"), (bench.Fills[^1].ParentClientOrderId, bench.Fills[^1].AgentId));
        bench.Send(bench.Reconcile());
        Assert.Empty(bench.Reconciled.Differences);
    }

    [Fact]
    public void A_bracket_that_was_never_filled_protects_nothing_though_its_agent_holds_shares()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("held"));
        bench.Gateway.Fill(bench.Gateway.Named("held"), 100);
        bench.Hear();
        bench.Send(bench.Bracket("a"));
        bench.Send(bench.Cancel("a"));
        bench.Pass(1);
        bench.Send(bench.Reconcile());
        Assert.Empty(bench.Reconciled.Differences);
        Assert.DoesNotContain(bench.Notices, notice => notice.Code == "order_final");
    }

    [Fact]
    public void What_a_partner_sold_already_is_not_protected_twice()
    {
        var bench = Bench.Open();
        bench.Send(bench.Bracket("a"));
        bench.Gateway.Fill(bench.Gateway.Named("a"), 60);
        bench.Gateway.Fill(bench.Gateway.Named("a.tp"), 20);
        bench.Hear();
        // The group takes it off the stop.
        var stop = bench.Gateway.Named("a.sl");
        stop.Placed = stop.Placed with { Order = stop.Placed.Order with { Quantity = 80 } };
        bench.Say(stop.Open);
        Assert.Equal(80, bench.Statuses("a.sl")[^1].Quantity);
        bench.Send(bench.Cancel("a"));
        Assert.Equal((40L, 60L), (stop.Placed.Order.Quantity, bench.Gateway.Named("a.tp").Placed.Order.Quantity));
    }

    [Fact]
    public void Protection_follows_the_quantity_of_its_entry()
    {
        var bench = Bench.Open();
        bench.Send(bench.Bracket("a"));
        bench.Clear();
        bench.Send(bench.Modify("a", quantity: 60));
        Assert.Equal(3, Assert.Single(bench.Effects.OfType<WriteTogether>()).Requests.Count);
        Assert.Equal([60L, 60L, 60L], new[] { "a", "a.sl", "a.tp" }.Select(name => bench.Gateway.Named(name).Placed.Order.Quantity));
    }

    [Fact]
    public void A_protection_order_is_changed_and_cancelled_under_its_own_name()
    {
        var bench = Bench.Open();
        bench.Send(bench.Bracket("a"));
        bench.Send(bench.Modify("a.sl", stop: 95m));
        Assert.Equal(95m, bench.Gateway.Named("a.sl").Placed.Order.StopPrice);
        bench.Send(bench.Cancel("a.tp"));
        Assert.Equal(("cancelled", "accepted", "accepted"), (bench.StatusOf("a.tp"), bench.StatusOf("a"), bench.StatusOf("a.sl")));
    }

    [Fact]
    public void A_child_cancelled_while_its_bracket_waits_is_not_written_and_the_last_one_transmits()
    {
        var bench = Bench.Open(new CoreOptions { MessagesPerSecond = 5 });
        bench.Pass(1);
        foreach (var i in Enumerable.Range(0, 5))
        {
            bench.Send(bench.Submit($"x{i}"));
        }

        bench.Send(bench.Bracket("a"));
        bench.Send(bench.Cancel("a.sl"));
        bench.Pass(2);
        var placed = bench.Effects.OfType<WriteTogether>().Last().Requests.Cast<PlaceOrder>().ToList();
        Assert.Equal([("a", false), ("a.tp", true)], placed.Select(place => (place.Order.OrderRef, place.Order.Transmit)));
    }

    [Fact]
    public void A_bracket_cancelled_while_it_waits_is_gone_as_a_whole()
    {
        var bench = Bench.Open(new CoreOptions { MessagesPerSecond = 5 });
        bench.Pass(1);
        foreach (var i in Enumerable.Range(0, 5))
        {
            bench.Send(bench.Submit($"x{i}"));
        }

        bench.Send(bench.Bracket("a"));
        bench.Send(bench.Cancel("a"));
        bench.Pass(2);
        Assert.All(new[] { "a", "a.sl", "a.tp" }, name => Assert.Equal("cancelled", bench.StatusOf(name)));
        Assert.False(bench.Gateway.Placements.ContainsKey("a.sl"));
    }
}
