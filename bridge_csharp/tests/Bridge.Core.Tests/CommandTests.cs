using Bridge.Contracts;
using Bridge.Contracts.Commands;
using Bridge.Contracts.Events;
using Bridge.Core.Effects;
using Bridge.Core.Gateway;
using Bridge.Core.Inputs;
using Bridge.Core.Tests.Support;

namespace Bridge.Core.Tests;

public sealed class CommandTests
{
    [Fact]
    public void A_repeated_command_is_told_its_first_answer_and_how_its_order_stands_and_nothing_else_happens()
    {
        var bench = Bench.Open();
        var submit = bench.Submit("a1");
        bench.Send(submit);
        bench.Clear();
        var again = bench.Send(submit with { TsNs = submit.TsNs + 5, ExpiresTsNs = submit.ExpiresTsNs + 5 });
        Assert.Equal(("duplicate", "accepted", null), (again.Outcome, again.First?.Outcome, again.First?.Code));
        Assert.Equal(("a1", 2L), (bench.Statuses("a1")[0].ClientOrderId, bench.Statuses("a1")[0].Version));
        Assert.Empty(bench.Written);
    }

    [Fact]
    public void A_repeat_is_known_after_a_restart_and_forgotten_after_seven_days()
    {
        var bench = Bench.Open();
        var ping = bench.Ping();
        bench.Send(ping);
        bench.Restart();
        Assert.Equal("duplicate", bench.Send(ping).Outcome);
        bench.Now += 8 * 24 * 3600 * Bench.Second;
        bench.Send(bench.Ping());
        Assert.Equal("expired", bench.Send(ping).Code);
    }

    [Fact]
    public void A_rejection_is_remembered_too()
    {
        var bench = new Bench { GatewayThere = false };
        var submit = bench.Submit("a1");
        Assert.Equal("gateway_down", bench.Send(submit).Code);
        bench.GatewayThere = true;
        bench.Pass(11);
        Assert.Equal("open", bench.State.Orders);
        var again = bench.Send(submit);
        Assert.Equal(("duplicate", "rejected", "gateway_down"), (again.Outcome, again.First!.Outcome, again.First.Code));
        Assert.Empty(bench.Gateway.Placements);
        Assert.Equal("accepted", bench.Send(bench.Submit("a1")).Outcome);
    }

    [Fact]
    public void A_known_id_with_another_body_or_name_is_refused()
    {
        var bench = Bench.Open();
        var submit = bench.Submit("a1");
        bench.Send(submit);
        Assert.Equal("id_reused", bench.Send(submit with { Quantity = 7 }).Code);
        Assert.Equal("id_reused", bench.Send(bench.Ping() with { Id = submit.Id }).Code);
        Assert.Equal("duplicate", bench.Send(submit).Outcome);
    }

    [Fact]
    public void A_lower_epoch_is_refused_cancels_included_and_survives_restarts()
    {
        var bench = Bench.Open();
        bench.Send(bench.Submit("a1"));
        bench.Epoch = 7;
        bench.Send(bench.Ping());
        bench.Epoch = 6;
        Assert.Equal("stale_epoch", bench.Send(bench.Cancel("a1")).Code);
        bench.Restart();
        bench.Pass(1);
        Assert.Equal(7, bench.State.Epoch);
        Assert.Equal("stale_epoch", bench.Send(bench.Ping()).Code);
    }

    [Fact]
    public void An_epoch_rises_by_at_most_a_thousand_and_only_by_accepted_commands()
    {
        var bench = Bench.Open();
        bench.Epoch = 100_000;
        bench.Send(bench.Submit("a1", account: "DU9"));
        bench.Pass(5);
        Assert.Equal(0, bench.State.Epoch);
        Assert.Equal("accepted", bench.Send(bench.Ping()).Outcome);
        Assert.Equal(1000, bench.State.Epoch);
    }

    [Fact]
    public void Late_and_early_commands_are_refused()
    {
        var bench = Bench.Open();
        var late = bench.Submit("a1");
        Assert.Equal("expired", bench.Send(late with { ExpiresTsNs = bench.Now }).Code);
        var early = bench.Submit("a2");
        Assert.Equal("clock", bench.Send(early with { TsNs = bench.Now + (5 * Bench.Second) + 1, ExpiresTsNs = bench.Now + (9 * Bench.Second) }).Code);
        Assert.Equal("accepted", bench.Send(bench.Submit("a3") with { TsNs = bench.Now + (5 * Bench.Second) }).Outcome);
    }

    [Theory]
    [InlineData(0, "quantity")]
    [InlineData(-1, "quantity")]
    [InlineData(1_000_000_000_000, "quantity")]
    public void Impossible_quantities_are_refused(long quantity, string code)
    {
        var bench = Bench.Open();
        Assert.Equal(code, bench.Send(bench.Submit("a1", quantity)).Code);
        Assert.Empty(bench.Gateway.Placements);
    }

    [Fact]
    public void Checks_come_in_the_contracts_order()
    {
        // Everything is wrong at once; mended one by one, the next check speaks.
        var bench = new Bench { GatewayThere = false };
        bench.Epoch = 5;
        bench.Send(bench.Ping());
        var wrong = bench.Submit("a1", quantity: 0, account: "U1") with { Epoch = 1, ExpiresTsNs = bench.Now };
        Assert.Equal("stale_epoch", bench.Send(wrong with { Id = "x1" }).Code);
        Assert.Equal("expired", bench.Send(wrong with { Id = "x2", Epoch = 5 }).Code);
        wrong = wrong with { Epoch = 5, ExpiresTsNs = bench.Now + (1000 * Bench.Second) };
        Assert.Equal("quantity", bench.Send(wrong with { Id = "x3" }).Code);
        Assert.Equal("gateway_down", bench.Send(wrong with { Id = "x4", Quantity = 1 }).Code);
        bench.Do(new KillFileSeen(true));
        Assert.Equal("the kill switch is on; entries are cancelled", bench.Notices[^1].Text); // a button writes that file too
        bench.GatewayThere = true;
        bench.Pass(11);
        Assert.Equal("account", bench.Send(wrong with { Id = "x5", Quantity = 1 }).Code);
        Assert.Equal("killed", bench.Send(wrong with { Id = "x6", Quantity = 1, Account = "DU1" }).Code);
    }

    [Fact]
    public void What_cannot_be_read_is_answered_if_its_id_can_and_else_noticed_once_a_second()
    {
        var bench = Bench.Open();
        bench.Do(new CommandReceived("ping", "{\"id\":\"p1\"}"u8.ToArray(), false));
        Assert.Equal(("rejected", "malformed"), (bench.Events<Ack>("ack")[^1].Outcome, bench.Events<Ack>("ack")[^1].Code));
        bench.Do(new CommandReceived("nonsense", "{\"id\":\"p1\"}"u8.ToArray(), false));
        Assert.Equal("unknown_command", bench.Events<Ack>("ack")[^1].Code);
        foreach (var i in Enumerable.Range(0, 50))
        {
            bench.Do(new CommandReceived("ping", "\0\0"u8.ToArray(), false));
        }

        Assert.Single(bench.Notices, notice => notice.Code == "malformed");
        bench.Pass(1.5);
        Assert.Equal(49, bench.Notices.Last(notice => notice.Code == "malformed").Repeated);
        bench.Do(new CommandReceived("ping", new byte[70_000], false));
        Assert.Equal("too_large", bench.Notices[^1].Code);
        bench.Pass(5);
        Assert.Equal(51, bench.State.Counters.Malformed);

        // The id was never taken in: a proper command may use it.
        Assert.Equal("accepted", bench.Send(bench.Ping() with { Id = "p1" }).Outcome);
    }

    [Fact]
    public void A_retained_command_is_refused()
    {
        var bench = Bench.Open();
        var submit = bench.Submit("a1");
        bench.Do(Bench.Received(submit, retained: true));
        Assert.Equal(("rejected", "retained"), (bench.AckOf(submit).Outcome, bench.AckOf(submit).Code));
        Assert.Empty(bench.Gateway.Placements);
        bench.Do(new CommandReceived("ping", "[]"u8.ToArray(), Retained: true));
        Assert.Equal("retained", bench.Notices[^1].Code);
    }

    [Fact]
    public void A_ping_that_probes_is_answered_by_a_round_trip_or_frozen()
    {
        var bench = Bench.Open();
        bench.Prompt = false;
        var ping = bench.Ping(probe: true);
        bench.Do(Bench.Received(ping));
        bench.Do(Bench.Received(ping));
        bench.Now += 3_000_000;
        bench.Prompt = true;
        bench.Hear();
        Assert.Equal(("accepted", 3m), (bench.AckOf(ping).Outcome, bench.AckOf(ping).RoundTripMs));
        Assert.Single(bench.Events<Ack>("ack"), ack => ack.CommandId == ping.Id);

        bench.Gateway.Frozen = true;
        var second = bench.Ping(probe: true);
        bench.Do(Bench.Received(second));
        bench.Pass(2.1);
        Assert.Equal(("rejected", "frozen"), (bench.AckOf(second).Outcome, bench.AckOf(second).Code));
        bench.GatewayThere = false;
        bench.Drop();
        Assert.Equal("gateway_down", bench.Send(bench.Ping(probe: true)).Code);
    }

    [Fact]
    public void The_id_of_a_ping_that_waits_is_taken()
    {
        var bench = Bench.Open();
        bench.Prompt = false;
        var ping = bench.Ping(probe: true);
        bench.Do(Bench.Received(ping));
        Assert.Equal(("rejected", "id_reused"), (bench.Send(bench.Submit("a1") with { Id = ping.Id }).Outcome, bench.AckOf(ping).Code));
        bench.Prompt = true;
        bench.Hear();
        Assert.Equal("accepted", bench.AckOf(ping).Outcome);
        Assert.Equal("duplicate", bench.Send(ping).Outcome);
        Assert.DoesNotContain("a1", bench.Gateway.Placements.Keys);
    }

    [Fact]
    public void A_ping_that_waits_when_the_gateway_goes_is_rejected()
    {
        var bench = Bench.Open();
        bench.Gateway.Frozen = true;
        var ping = bench.Ping(probe: true);
        bench.Do(Bench.Received(ping));
        bench.Drop();
        Assert.Equal("gateway_down", bench.AckOf(ping).Code);
    }

    [Fact]
    public void Unexpected_messages_change_nothing()
    {
        var bench = Bench.Open();
        bench.Clear();
        bench.Say(new UnreadMessage(77, "field 3 is no number"));
        Assert.Contains(bench.Effects, effect => effect is Log { Weight: LogWeight.Warning });
        bench.Say(new UnreadMessage(78, string.Empty));
        bench.Say(new ContractDetailsEnd(5));
        bench.Say(new OrderStatus(777, "Filled", 1, 0, 1, 5, 0, 1, string.Empty));
        Assert.Empty(bench.Events<OrderStatusEvent>("order.status"));
    }
}
