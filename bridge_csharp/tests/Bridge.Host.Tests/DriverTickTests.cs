using Bridge.Core.Effects;
using Bridge.Core.Inputs;
using Bridge.Host.Logging;
using Bridge.Host.Loop;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bridge.Host.Tests;

/// <summary>Mail and clock in the driving loop: a tick says that nothing more had come by then.</summary>
public sealed class DriverTickTests : IAsyncDisposable
{
    private const int Limit = 20_000;

    private readonly ManualTime time = new();
    private readonly Inbox inbox = new();
    private readonly CancellationTokenSource stop = new();
    private readonly FakeJournal journal = new([]);
    private readonly FakeCore core;
    private readonly Driver driver;
    private Task running = Task.CompletedTask;

    public DriverTickTests()
    {
        core = new FakeCore(time);
        var gateway = new FakeGatewayPort([]);
        var entries = new EntryLog(new LogOutbox(), time, NullLogger<EntryLog>.Instance);
        var carrier = new EffectCarrier(journal, new FakeMqtt([]), gateway, entries, NullLogger<EffectCarrier>.Instance);
        driver = new Driver(core, carrier, inbox, gateway, new QuietCollector(() => 0, () => { }, () => { }), time);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running;
        driver.Dispose();
        stop.Dispose();
    }

    [Fact(Timeout = Limit)]
    public async Task A_tick_comes_when_it_is_due()
    {
        core.TickAfter = TimeSpan.FromMilliseconds(500);
        Start();
        await core.NextAsync<Tick>();

        await AdvanceWhenAsleepAsync(TimeSpan.FromMilliseconds(499));
        await AdvanceWhenAsleepAsync(TimeSpan.FromMilliseconds(1));

        await core.NextAsync<Tick>();
    }

    [Fact(Timeout = Limit)]
    public async Task A_core_that_is_always_due_still_hears_its_mail()
    {
        core.TickAfter = TimeSpan.Zero;
        Start();

        await inbox.PutAsync(new MqttConnected(), Token);

        await core.NextAsync<MqttConnected>();
    }

    [Fact(Timeout = Limit)]
    public async Task What_came_while_the_disk_was_slow_goes_before_the_tick_that_is_due()
    {
        core.TickAfter = TimeSpan.FromSeconds(2);
        core.Answer = input => input is MqttConnected ? [new FlushJournal()] : [];
        journal.Flushing = () =>
        {
            time.Advance(TimeSpan.FromSeconds(3));
            Assert.True(inbox.PutAsync(new EventDelivered(1), Token).AsTask().IsCompleted);
        };
        Start();
        await core.NextAsync<KillFileSeen>();

        await inbox.PutAsync(new MqttConnected(), Token);
        await core.NextAsync<MqttConnected>();

        Assert.Equal(new EventDelivered(1), await core.NextAsync<Input>());
    }

    [Fact(Timeout = Limit)]
    public async Task Mail_without_end_holds_no_tick_back()
    {
        core.TickAfter = TimeSpan.Zero;
        core.Answer = _ =>
        {
            Assert.True(inbox.PutAsync(new EventDelivered(1), Token).AsTask().IsCompleted);
            return [];
        };
        Start();

        await core.NextAsync<EventDelivered>();
        await core.NextAsync<Tick>();
        await core.NextAsync<EventDelivered>();
        await core.NextAsync<Tick>();
    }

    private void Start() => running = Task.Run(() => driver.RunAsync(new KillFileSeen(false), stop.Token));

    private async Task AdvanceWhenAsleepAsync(TimeSpan span)
    {
        while (time.Waiting == 0)
        {
            await Task.Yield();
        }

        time.Advance(span);
    }
}
