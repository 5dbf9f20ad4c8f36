using Bridge.Contracts;
using Bridge.Contracts.Commands;
using Bridge.Core;
using Bridge.Core.Effects;
using Bridge.Core.Gateway;
using Bridge.Core.Inputs;
using Bridge.Core.Journal;
using Bridge.Host.Loop;

namespace Bridge.Host.Tests;

public sealed class DecidingCoreTests
{
    private readonly ManualTime time = new();
    private readonly DecidingCore core;

    public DecidingCoreTests()
    {
        core = new DecidingCore(new BridgeCore(new CoreOptions(), JournalImage.Of([]), "run1", "journal1"), time);
        Written(new MqttConnected());
        Written(new GatewayLinkChanged(LinkState.Connected, 178, null, string.Empty));
        Written(new GatewaySaid(new NextValidId(1)));
        Written(new GatewaySaid(new ManagedAccounts(["DU1"])));
        Written(new GatewaySaid(new CurrentTime(time.GetUtcNow().ToUnixTimeSeconds())));
    }

    [Theory]
    [InlineData(3600)]
    [InlineData(-3600)]
    public void A_clock_that_is_set_lets_nothing_out_early_and_holds_nothing_back(double setSeconds)
    {
        var atOnce = Enumerable.Range(0, 50).Sum(i => Written(Subscribe($"S{i}")));
        time.Set(TimeSpan.FromSeconds(setSeconds));
        Assert.InRange(core.WaitNs, long.MinValue, 250_000_000);
        Assert.Equal(0, Written(new Tick()));
        Assert.InRange(core.WaitNs, 1, 250_000_000);

        time.Advance(TimeSpan.FromMilliseconds(250));
        Assert.InRange(Written(new Tick()), 1, 10);
        Assert.InRange(atOnce, 0, 10);
    }

    [Fact]
    public void After_a_clock_was_set_back_the_state_is_told_as_often_as_before()
    {
        time.Set(TimeSpan.FromHours(-1));
        core.Handle(new EventDelivered(1), time.NowNs());
        time.Advance(TimeSpan.FromSeconds(4));

        Assert.InRange(core.WaitNs, long.MinValue, 0);
        Assert.Contains(core.Handle(new Tick(), time.NowNs()), effect => effect is Publish { Topic: Topics.State });
    }

    [Fact]
    public void A_gateway_whose_question_the_disk_held_back_is_not_called_frozen_before_its_time()
    {
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Contains(core.Handle(new Tick(), time.NowNs()), effect => effect is WriteToGateway { Request: RequestCurrentTime });
        time.Advance(TimeSpan.FromSeconds(2.1));
        core.CarriedOut();

        Assert.DoesNotContain(core.Handle(new Tick(), time.NowNs()), effect => effect is CloseGateway);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Contains(core.Handle(new Tick(), time.NowNs()), effect => effect is CloseGateway);
    }

    private CommandReceived Subscribe(string symbol)
    {
        var command = new MarketSubscribe
        {
            Id = symbol,
            Epoch = 1,
            TsNs = time.NowNs(),
            ExpiresTsNs = time.NowNs() + 60_000_000_000,
            Symbol = symbol,
            SecType = "STK",
            Exchange = "SMART",
            Currency = "USD",
            Interval = "5s",
        };
        return new CommandReceived(command.Name, CommandWriter.Write(command), false);
    }

    private int Written(Input input)
    {
        var effects = core.Handle(input, time.NowNs());
        core.CarriedOut();
        return effects.OfType<WriteToGateway>().Count();
    }
}
