using Bridge.Core.Gateway;
using Bridge.Core.Inputs;
using Bridge.Core.Tests.Support;

namespace Bridge.Core.Tests;

public sealed class LinkTests
{
    [Fact]
    public void Attempts_start_ten_seconds_apart_until_one_succeeds()
    {
        var bench = new Bench { GatewayThere = false };
        bench.Do(new MqttConnected());
        bench.Pass(65);
        Assert.Equal([0, 10, 20, 30, 40, 50, 60], bench.Attempts.Select(at => (at - Bench.Start) / Bench.Second));

        bench.GatewayThere = true;
        bench.Pass(10);
        Assert.Equal("connected", bench.State.Gateway);
        Assert.Equal("open", bench.State.Orders);
    }

    [Fact]
    public void The_first_attempt_after_a_loss_goes_at_once_but_only_one_in_ten_seconds()
    {
        var bench = Bench.Open();
        bench.Pass(3);
        bench.Drop();
        Assert.Equal(2, bench.Attempts.Count);
        bench.Pass(0.5);
        bench.Drop();
        bench.Pass(9);
        Assert.Equal(2, bench.Attempts.Count);
        bench.Pass(1);
        Assert.Equal(3, bench.Attempts.Count);
        Assert.Equal(2, bench.State.Counters.Reconnects);
    }

    [Fact]
    public void A_client_id_in_use_waits_and_tries_the_same_again()
    {
        var bench = new Bench { Prompt = false };
        bench.Do(new MqttConnected());
        bench.Say(new GatewayError(-1, 326, "Unable to connect as the client id is already in use"));
        Assert.False(bench.Connected);
        Assert.Equal("disconnected", bench.State.Gateway);
        bench.Pass(9);
        Assert.Single(bench.Attempts);
        bench.Prompt = true;
        bench.Pass(2);
        Assert.Equal(2, bench.Attempts.Count);
        Assert.Equal("connected", bench.State.Gateway);
    }

    [Fact]
    public void A_gateway_that_drops_the_connection_for_another_port_is_hung_up_on_and_connected_to_anew()
    {
        var bench = Bench.Open();
        bench.Say(new GatewayError(-1, 1300, "TWS socket port has been reset and this connection is being dropped.\nPlease reconnect on the new port - 4003"));
        Assert.Equal(2, bench.Attempts.Count);
        Assert.Single(bench.Effects.OfType<Effects.CloseGateway>());
        var notice = bench.Notices.Single(notice => notice.TwsCode == 1300);
        Assert.Equal(("gateway_down", "link", "reconnecting"), (notice.Code, notice.Meaning, notice.Action));
        Assert.EndsWith("being dropped. Please reconnect on the new port - 4003", notice.Text, StringComparison.Ordinal);
        Assert.Equal("connected", bench.State.Gateway);
    }

    [Fact]
    public void A_session_without_next_id_is_given_up_after_ten_seconds()
    {
        var bench = new Bench { Prompt = false };
        bench.Do(new MqttConnected());
        Assert.Equal("connecting", bench.State.Gateway);
        bench.Pass(10.5);
        Assert.Equal(2, bench.Attempts.Count);
    }

    [Fact]
    public void A_gateway_that_is_away_for_long_is_noticed_once()
    {
        var bench = Bench.Open();
        bench.GatewayThere = false;
        bench.Drop();
        bench.Pass(600);
        Assert.Equal(2, bench.Notices.Count(notice => notice.Action == "reconnecting"));
        bench.GatewayThere = true;
        bench.Pass(10);
        bench.GatewayThere = false;
        bench.Drop();
        bench.Pass(60);
        Assert.Equal(4, bench.Notices.Count(notice => notice.Action == "reconnecting"));
    }
}
