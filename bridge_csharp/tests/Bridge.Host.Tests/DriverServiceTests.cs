using Bridge.Core.Effects;
using Bridge.Core.Inputs;
using Bridge.Core.Journal;
using Bridge.Host.Kill;
using Bridge.Host.Logging;
using Bridge.Host.Loop;
using Bridge.Mqtt;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bridge.Host.Tests;

public sealed class DriverServiceTests : IDisposable
{
    private const int Limit = 20_000;

    private readonly List<string> story = [];
    private readonly ManualTime time = new();
    private readonly Inbox inbox = new();
    private readonly StringWriter errors = new();
    private readonly Ending ending = new();
    private readonly FakeCore core;
    private readonly FakeJournal journal;
    private readonly FakeMqtt mqtt;
    private readonly Failure failure;
    private readonly DriverService service;

    public DriverServiceTests()
    {
        core = new FakeCore(time);
        journal = new FakeJournal(story);
        mqtt = new FakeMqtt(story);
        var gateway = new FakeGatewayPort(story);
        var entries = new EntryLog(new LogOutbox(), TimeProvider.System, NullLogger<EntryLog>.Instance);
        var carrier = new EffectCarrier(journal, mqtt, gateway, entries, NullLogger<EffectCarrier>.Instance);
        failure = new Failure(ending, errors, NullLogger<Failure>.Instance);
        service = new DriverService(
            new Driver(core, carrier, inbox, gateway, new QuietCollector(() => 0, () => { }, () => { }), time),
            journal,
            mqtt,
            new MqttOptions { Host = "", Port = 1, ClientId = "", Subscription = "", Will = new MqttMessage("state", "offline"u8.ToArray(), Retain: true) },
            gateway,
            new KillFile("/nowhere/kill"),
            failure);
    }

    public void Dispose() => service.Dispose();

    [Fact(Timeout = Limit)]
    public async Task The_end_is_last_word_then_disk_then_broker_then_gateway()
    {
        core.Answer = input => input is Stopping ? [new Publish("state", default, 1, true, null)] : [];
        await service.StartAsync(TestContext.Current.CancellationToken);
        await core.NextAsync<KillFileSeen>();

        await service.StopAsync(CancellationToken.None);

        Assert.Equal(["publish state", "flush", "drain", "end"], story);
        Assert.False(failure.Reported);
    }

    [Fact(Timeout = Limit)]
    public async Task A_full_disk_ends_the_bridge_and_says_what_to_do()
    {
        journal.Full = true;
        core.Answer = input => input is MqttConnected ? [new AppendToJournal(new JournalEntry { TsNs = 1 })] : [];
        await service.StartAsync(TestContext.Current.CancellationToken);

        await inbox.PutAsync(new MqttConnected(), TestContext.Current.CancellationToken);
        await ending.Asked.Task.WaitAsync(TestContext.Current.CancellationToken);

        Assert.True(failure.Reported);
        Assert.Contains("free space or mend the disk", errors.ToString(), StringComparison.Ordinal);
    }

    [Theory(Timeout = Limit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whatever_ends_the_loop_the_last_word_to_the_broker_is_that_the_bridge_is_gone(bool byTheDisk)
    {
        journal.Full = byTheDisk;
        core.Answer = input => input is not MqttConnected ? []
            : byTheDisk ? [new AppendToJournal(new JournalEntry { TsNs = 1 }), new Publish("state", "online"u8.ToArray(), 1, true, null)]
            : throw new InvalidOperationException("no such order");
        await service.StartAsync(TestContext.Current.CancellationToken);

        await inbox.PutAsync(new MqttConnected(), TestContext.Current.CancellationToken);
        await service.ExecuteTask!.WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["publish state", "drain", "end"], story);
        Assert.True(mqtt.Published[^1].Retain);
        Assert.Equal("offline"u8.ToArray(), mqtt.Published[^1].Payload.ToArray());
    }

    [Fact(Timeout = Limit)]
    public async Task A_disk_that_fails_beside_the_loop_leaves_no_state_online_either()
    {
        core.Answer = input => input is Stopping ? [new FlushJournal(), new Publish("state", "late"u8.ToArray(), 1, true, null)] : [];
        await service.StartAsync(TestContext.Current.CancellationToken);
        await core.NextAsync<KillFileSeen>();
        journal.Full = true;

        await service.StopAsync(CancellationToken.None);

        Assert.Equal("offline"u8.ToArray(), Assert.Single(mqtt.Published).Payload.ToArray());
    }

    [Fact(Timeout = Limit)]
    public async Task A_core_that_breaks_ends_the_bridge_instead_of_going_on_half_right()
    {
        core.Answer = input => input is MqttConnected ? throw new InvalidOperationException("no such order") : [];
        await service.StartAsync(TestContext.Current.CancellationToken);

        await inbox.PutAsync(new MqttConnected(), TestContext.Current.CancellationToken);
        await ending.Asked.Task.WaitAsync(TestContext.Current.CancellationToken);

        Assert.Contains("no such order", errors.ToString(), StringComparison.Ordinal);
    }
}
