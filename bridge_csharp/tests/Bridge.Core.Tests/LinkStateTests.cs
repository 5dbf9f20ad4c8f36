using Bridge.Contracts.Commands;
using Bridge.Contracts.Events;
using Bridge.Core.Gateway;
using Bridge.Core.Inputs;
using Bridge.Core.Tests.Support;

namespace Bridge.Core.Tests;

public sealed class LinkStateTests
{
    [Fact]
    public void A_broken_broker_link_closes_orders_and_keeps_the_socket_and_the_fills()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        bench.Say(new GatewayError(-1, 1100, "Connectivity between IB and TWS has been lost."));
        Assert.Equal(("connected", "down", "closed", "link_down"), (bench.State.Gateway, bench.State.IbLink, bench.State.Orders, bench.State.OrdersReason));
        Assert.Equal("link_down", bench.Send(bench.Submit("a2")).Code);
        Assert.Equal("link_down", bench.Send(bench.Modify("a1", limit: 9m)).Code);
        Assert.Equal("link_down", bench.Send(bench.Reconcile()).Code);
        bench.Gateway.Fill(bench.Gateway.Named("a1"), 100);
        bench.Hear();
        Assert.Single(bench.Fills);
        Assert.True(bench.Connected);
        bench.Say(new GatewayError(-1, 1102, "restored"));
        Assert.Equal("link_restored", bench.Reconciled.Cause);
        Assert.Equal(("up", "open"), (bench.State.IbLink, bench.State.Orders));
    }

    [Fact]
    public void A_link_that_comes_back_again_and_again_is_compared_at_last()
    {
        var bench = Bench.Open();
        bench.Prompt = false;
        foreach (var i in Enumerable.Range(0, 4))
        {
            bench.Say(new GatewayError(-1, 1102, "restored"));
        }

        bench.Prompt = true;
        bench.Hear();
        bench.Pass(11);
        Assert.Equal("open", bench.State.Orders);
    }

    [Fact]
    public void What_waited_unwritten_when_the_link_broke_is_not_sent()
    {
        var bench = Bench.Open(new CoreOptions { MessagesPerSecond = 5 });
        bench.Pass(1);
        foreach (var i in Enumerable.Range(0, 7))
        {
            bench.Send(bench.Submit($"a{i}"));
        }

        bench.Say(new GatewayError(-1, 1100, "lost"));
        bench.Pass(3);
        Assert.Equal(("rejected", "not_sent"), (bench.StatusOf("a6"), bench.Statuses("a6")[^1].Code));
        Assert.False(bench.Gateway.Placements.ContainsKey("a6"));
        Assert.Equal("accepted", bench.StatusOf("a0"));
    }

    [Fact]
    public void What_waited_when_the_socket_broke_is_not_sent_and_a_change_is_taken_back()
    {
        var bench = Bench.Open(new CoreOptions { MessagesPerSecond = 5 });
        bench.Pass(1);
        bench.Send(bench.Submit("a0"));
        foreach (var i in Enumerable.Range(1, 5))
        {
            bench.Send(bench.Submit($"a{i}"));
        }

        var modify = bench.Modify("a0", limit: 77m);
        bench.Send(modify);
        bench.GatewayThere = false;
        bench.Drop();
        Assert.Equal("not_sent", bench.Statuses("a5")[^1].Code);
        var status = bench.Statuses("a0")[^1];
        Assert.Equal(("accepted", "not_sent", 100m, modify.Id), (status.Status, status.Code, status.LimitPrice, status.CommandId));
    }

    [Fact]
    public void What_certainly_did_not_leave_is_not_sent_and_nothing_else_ends()
    {
        var bench = Bench.Open();
        bench.Gateway.LosePlacements = 1;
        bench.Send(bench.Submit("a0"));
        bench.SocketDead = true;
        bench.Send(bench.Submit("a1", protection: new Protection { StopLossPrice = 90m }));
        Assert.All((string[])["a1", "a1.sl"], name => Assert.Equal(("rejected", "not_sent"), (bench.StatusOf(name), bench.Statuses(name)[^1].Code)));
        Assert.Equal("submitted", bench.StatusOf("a0"));
        bench.Pass(30);
        Assert.Equal(("lost", "rejected", "open"), (bench.StatusOf("a0"), bench.StatusOf("a1"), bench.State.Orders));
        Assert.Equal(1, bench.State.Counters.Placed);
        Assert.Single(bench.Requests.OfType<CancelOrder>());
    }

    [Fact]
    public void A_change_that_did_not_leave_is_taken_back_unless_one_before_it_may_have_taken_effect()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        bench.Send(bench.Submit("a2"));
        bench.Prompt = false;
        bench.Send(bench.Modify("a2", limit: 88m));
        foreach (var name in (string[])["a1", "a2"])
        {
            bench.Send(bench.Modify(name, limit: 77m));
            bench.Do(new NotWritten([bench.Requests.OfType<PlaceOrder>().Last()], "the socket is closed"));
        }

        Assert.Equal(("accepted", "not_sent", 100m), (bench.StatusOf("a1"), bench.Statuses("a1")[^1].Code, bench.Statuses("a1")[^1].LimitPrice));
        Assert.Equal((null, 100m), (bench.Statuses("a2")[^1].Code, bench.Statuses("a2")[^1].LimitPrice));
    }

    [Fact]
    public void A_change_that_waited_when_the_link_broke_is_taken_back_no_further_than_the_one_that_was_written_before_it()
    {
        var bench = Bench.Open(new CoreOptions { MessagesPerSecond = 2 });
        bench.Send(bench.Submit("a1"));
        bench.Pass(5);
        bench.Prompt = false;
        bench.Send(bench.Modify("a1", limit: 101m));
        bench.Pass(1.5);
        bench.Send(bench.Submit("x1", symbol: "TNA"));
        bench.Send(bench.Submit("x2", symbol: "TNA"));
        bench.Send(bench.Modify("a1", limit: 102m));
        Assert.Equal(101m, bench.Requests.OfType<PlaceOrder>().Last(place => place.Order.OrderRef == "a1").Order.LimitPrice);
        bench.Say(new GatewayError(-1, 1100, "lost"));
        Assert.DoesNotContain(bench.Statuses("a1"), status => status.Code == "not_sent");

        bench.Prompt = true;
        bench.Hear();
        bench.Say(new GatewayError(-1, 1102, "restored"));
        bench.Pass(20);
        Assert.Equal(101m, bench.Statuses("a1")[^1].LimitPrice);
    }

    [Fact]
    public void A_cancel_that_asks_whether_there_is_such_an_order_waits_for_the_link()
    {
        var bench = Bench.Open(new CoreOptions { MessagesPerSecond = 1 });
        bench.Gateway.LosePlacements = 1;
        bench.Send(bench.Submit("a1"));
        for (var i = 0; i < 3000 && !bench.Events<Reconciliation>("reconciliation").Any(told => told.Cause == "stuck_order"); i++)
        {
            bench.Pass(0.02);
        }

        Assert.Empty(bench.Requests.OfType<CancelOrder>());
        bench.Say(new GatewayError(-1, 1100, "lost"));
        bench.Pass(30);
        Assert.Empty(bench.Requests.OfType<CancelOrder>());
        Assert.Equal("submitted", bench.StatusOf("a1"));

        bench.Say(new GatewayError(-1, 1102, "restored"));
        bench.Pass(30);
        Assert.Single(bench.Requests.OfType<CancelOrder>());
        Assert.Equal("lost", bench.StatusOf("a1"));
    }

    [Fact]
    public void A_change_that_comes_too_late_is_answered_by_the_end()
    {
        var bench = Bench.Open(new CoreOptions { MessagesPerSecond = 5 });
        bench.Pass(1);
        bench.Send(bench.Submit("a0"));
        foreach (var i in Enumerable.Range(1, 5))
        {
            bench.Send(bench.Submit($"a{i}"));
        }

        var modify = bench.Modify("a0", limit: 77m);
        bench.Send(modify);
        bench.Send(bench.Modify("a0", limit: 78m));
        bench.Gateway.Fill(bench.Gateway.Named("a0"), 100);
        bench.Hear();
        bench.Written.Clear();
        bench.Pass(2);
        Assert.Equal(("filled", "order_final", modify.Id), (bench.StatusOf("a0"), bench.Statuses("a0")[^1].Code, bench.Statuses("a0")[^1].CommandId));
        Assert.DoesNotContain(bench.Requests.OfType<PlaceOrder>(), place => place.Order.OrderRef == "a0");
    }

    [Fact]
    public void An_order_changed_while_it_waits_is_written_with_its_new_terms()
    {
        var bench = Bench.Open(new CoreOptions { MessagesPerSecond = 5 });
        bench.Pass(1);
        foreach (var i in Enumerable.Range(0, 6))
        {
            bench.Send(bench.Submit($"a{i}"));
        }

        bench.Send(bench.Modify("a5", limit: 55m));
        bench.Pass(2);
        Assert.Equal(55m, Assert.Single(bench.Requests.OfType<PlaceOrder>(), place => place.Order.OrderRef == "a5").Order.LimitPrice);
    }

    [Fact]
    public void Farms_are_told_one_by_one()
    {
        var bench = Bench.Open();
        bench.Say(new GatewayError(-1, 2103, "Market data farm connection is broken:usfarm"));
        bench.Say(new GatewayError(-1, 2105, "HMDS data farm connection is broken:ushmds"));
        bench.Say(new GatewayError(-1, 2108, "Market data farm connection is inactive but should be available upon demand.:cashfarm"));
        bench.Say(new GatewayError(-1, 2158, "Sec-def data farm connection is OK:secdefil"));
        Assert.Equal("broken inactive broken ok", string.Join(' ', new[] { "usfarm", "cashfarm", "ushmds", "secdefil" }.Select(farm => bench.State.Farms[farm])));
        Assert.Equal("open", bench.State.Orders);
        Assert.DoesNotContain(bench.Notices, notice => notice.TwsCode == 2158);
        bench.Say(new GatewayError(-1, 2104, "Market data farm connection is OK:usfarm"));
        Assert.Equal(2104, bench.Notices[^1].TwsCode);
    }

    [Theory]
    [InlineData(false, "U123", null, "account")]
    [InlineData(true, "DU123", null, "account")]
    [InlineData(true, "U123", null, null)]
    [InlineData(false, "DF9", null, null)]
    [InlineData(false, "DU123", "DU5", "account")]
    public void Accounts_of_the_wrong_kind_close_orders(bool live, string account, string? wanted, string? reason)
    {
        var bench = new Bench(new CoreOptions { Live = live, Account = wanted }) { Prompt = false };
        bench.Do(new MqttConnected());
        bench.Gateway.Said.Clear();
        bench.Say(new ManagedAccounts([account]));
        bench.Say(new NextValidId(1));
        bench.Prompt = true;
        bench.Hear();
        bench.Pass(1);
        Assert.Equal(reason, bench.State.OrdersReason);
        Assert.Equal(reason is null ? "open" : "closed", bench.State.Orders);
        Assert.Equal([account], bench.State.Accounts);
        Assert.Equal("account", bench.Send(bench.Submit("a1", account: "DU77")).Code);
    }

    [Fact]
    public void Around_the_planned_restart_orders_are_closed()
    {
        // 23:45 in New York on 25 November is 04:45 UTC.
        var bench = Bench.Open(new CoreOptions { GatewayRestart = new TimeOnly(23, 45) });
        bench.Now = Bench.Start + ((13 * 60) + 42) * 60 * Bench.Second;
        bench.Say(new NextValidId(1));
        bench.Pass(30);
        Assert.Equal("open", bench.State.Orders);
        bench.Pass(40);
        Assert.Equal("blackout", bench.Send(bench.Submit("a1")).Code);
        Assert.Equal("blackout", bench.State.OrdersReason);
        Assert.Equal("order_unknown", bench.Send(bench.Cancel("zz")).Code);
        bench.Pass(7 * 60);
        Assert.Equal("open", bench.State.Orders);
    }

    [Fact]
    public void State_is_told_at_once_on_every_change_and_at_least_every_five_seconds()
    {
        var bench = new Bench { GatewayThere = false };
        bench.Do(new MqttConnected());
        var first = bench.State;
        Assert.Equal(("online", "run1", "journal1", "down", "closed", "gateway_down"), (first.Process, first.Run, first.JournalId, first.IbLink, first.Orders, first.OrdersReason));
        Assert.Equal(Bench.Start + (10 * Bench.Second), bench.State.NextAttemptTsNs);
        var times = new List<long>();
        foreach (var i in Enumerable.Range(0, 60))
        {
            bench.Effects.Clear();
            bench.Pass(1);
            times.AddRange(bench.Effects.OfType<Effects.Publish>().Where(publish => publish.Retain).Select(_ => bench.Now));
        }

        Assert.All(times.Zip(times.Skip(1)), pair => Assert.True(pair.Second - pair.First <= 5 * Bench.Second));
        Assert.Equal(50m, bench.State.RssMib);
    }

    [Fact]
    public void Account_values_are_gathered_and_told_at_most_once_a_second()
    {
        var bench = Bench.Open();
        Assert.Contains(bench.Requests, request => request is RequestAccountUpdates { Subscribe: true, Account: "DU1" });
        foreach (var i in Enumerable.Range(0, 30))
        {
            bench.Say(new AccountValue("DU1", "NetLiquidation", $"{i}", "USD"));
            bench.Say(new AccountValue("DU1", "Cash", $"{i}", "USD"));
            bench.Say(new AccountValue("DU1", "Cash", $"{i}", "EUR"));
            bench.Pass(0.1);
        }

        bench.Pass(1);
        var told = bench.Events<Account>("account");
        Assert.InRange(told.Count, 3, 5);
        Assert.All(told.Zip(told.Skip(1)), pair => Assert.True(pair.Second.TsNs - pair.First.TsNs >= Bench.Second));
        Assert.Equal("29", told[^1].Values["NetLiquidation"].Value);
        Assert.Equal(("29", "EUR"), (told[^1].Values["Cash:EUR"].Value, told[^1].Values["Cash:EUR"].Currency));
        bench.Clear();
        bench.Say(new AccountValue("DU1", "NetLiquidation", "29", "USD"));
        bench.Say(new AccountValue("DU1", string.Empty, "30", "USD"));
        bench.Pass(3);
        Assert.Empty(bench.Events<Account>("account"));
    }
}
