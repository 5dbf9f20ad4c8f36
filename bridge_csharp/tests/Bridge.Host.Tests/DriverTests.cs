using Bridge.Core.Effects;
using Bridge.Core.Gateway;
using Bridge.Core.Inputs;
using Bridge.Core.Journal;
using Bridge.Host.Logging;
using Bridge.Host.Loop;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bridge.Host.Tests;

public sealed class DriverTests : IAsyncDisposable
{
    private const int Limit = 20_000;

    private readonly List<string> story = [];
    private readonly ManualTime time = new();
    private readonly Inbox inbox = new();
    private readonly CancellationTokenSource stop = new();
    private readonly FakeCore core;
    private readonly FakeGatewayPort gateway;
    private readonly FakeJournal journal;
    private readonly FakeMqtt mqtt;
    private readonly Driver driver;
    private Task running = Task.CompletedTask;
    private long allocated;

    public DriverTests()
    {
        core = new FakeCore(time);
        gateway = new FakeGatewayPort(story);
        journal = new FakeJournal(story);
        mqtt = new FakeMqtt(story);
        var entries = new EntryLog(new LogOutbox(), time, NullLogger<EntryLog>.Instance);
        var carrier = new EffectCarrier(journal, mqtt, gateway, entries, NullLogger<EffectCarrier>.Instance);
        driver = new Driver(core, carrier, inbox, gateway, new QuietCollector(() => allocated, () => story.Add("collect"), () => story.Add("give back")), time);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running;
        stop.Dispose();
    }

    [Fact(Timeout = Limit)]
    public async Task A_tick_and_the_kill_file_come_before_everything_else()
    {
        await inbox.PutAsync(new MqttConnected(), Token);
        Start();
        Assert.True((await core.NextAsync<Tick>()).RssMib > 1);
        await core.NextAsync<KillFileSeen>();

        await core.NextAsync<MqttConnected>();
    }

    [Fact(Timeout = Limit)]
    public async Task Effects_are_carried_out_in_their_order_the_journal_before_the_socket()
    {
        core.Answer = input => input is not MqttConnected ? [] :
        [
            new AppendToJournal(new JournalEntry { TsNs = 1 }),
            new FlushJournal(),
            new Publish("t", default, 1, false, 30, 7),
            new WriteTogether([new RequestCurrentTime(), new RequestPositions()]),
            new WriteToGateway(new RequestNextId()),
            new Log(LogWeight.Warning, "x"),
            new CloseGateway("frozen"),
            new ConnectGateway(),
        ];
        Start();

        await inbox.PutAsync(new MqttConnected(), Token);
        await inbox.PutAsync(new EventDelivered(7), Token);
        await core.NextAsync<EventDelivered>();

        Assert.Equal(
            ["append 1", "flush", "publish t", "write RequestCurrentTime+RequestPositions", "write RequestNextId", "close frozen", "connect"],
            story);
        Assert.Equal((7L, 30), (mqtt.Published[0].Tag, mqtt.Published[0].ExpirySeconds));
    }

    [Fact(Timeout = Limit)]
    public async Task The_core_hears_when_its_effects_were_carried_out_and_not_when_it_wanted_them()
    {
        var before = time.NowNs();
        core.Answer = input => input is MqttConnected ? [new FlushJournal()] : [];
        journal.Flushing = () => time.Advance(TimeSpan.FromMilliseconds(300));
        Start();

        await inbox.PutAsync(new MqttConnected(), Token);
        await inbox.PutAsync(new EventDelivered(7), Token);
        await core.NextAsync<EventDelivered>();

        Assert.Equal([before, before, before + 300_000_000], core.CarriedOutAt[..3]);
    }

    [Fact(Timeout = Limit)]
    public async Task A_write_that_fails_is_the_next_thing_the_core_hears()
    {
        gateway.WriteFails = new NotWritten([new RequestCurrentTime()], "broke");
        core.Answer = input => input is CommandReceived ? [new WriteToGateway(new RequestCurrentTime())] : [];
        Start();
        await core.NextAsync<Tick>();

        await inbox.PutAsync(new CommandReceived("ping", default, false), Token);
        await inbox.PutAsync(new MqttConnected(), Token);
        await core.NextAsync<MqttConnected>();
        core.Heard();
        await inbox.PutAsync(new CommandReceived("ping", default, false), Token);
        await inbox.PutAsync(new MqttConnected(), Token);
        await core.NextAsync<CommandReceived>();

        Assert.Same(gateway.WriteFails, await core.NextAsync<NotWritten>());
    }

    [Fact(Timeout = Limit)]
    public async Task What_an_ended_session_still_tells_is_passed_over()
    {
        gateway.Current = 2;
        Start();

        await inbox.PutAsync(new GatewaySaid(new NextValidId(1)), Token, session: 1);
        await inbox.PutAsync(new GatewaySaid(new NextValidId(2)), Token, session: 2);

        Assert.Equal(new NextValidId(2), (await core.NextAsync<GatewaySaid>()).Message);
    }

    [Fact(Timeout = Limit)]
    public async Task Garbage_is_collected_when_nothing_came_for_a_while_and_there_is_enough_of_it()
    {
        core.Answer = _ =>
        {
            allocated += 600_000;
            return [];
        };
        Start();
        await core.NextAsync<KillFileSeen>();

        await AdvanceWhenAsleepAsync(TimeSpan.FromMilliseconds(4));
        Assert.Empty(story);
        await AdvanceWhenAsleepAsync(TimeSpan.FromMilliseconds(1));
        await AdvanceWhenAsleepAsync(TimeSpan.FromMilliseconds(50));
        await inbox.PutAsync(new EventDelivered(1), Token);
        await core.NextAsync<EventDelivered>();

        Assert.Equal(["collect", "give back"], story);
    }

    [Fact(Timeout = Limit)]
    public async Task Told_to_stop_it_lets_the_core_speak_last()
    {
        core.Answer = input => input is Stopping ? [new Publish("state", default, 1, true, null)] : [];
        Start();
        await core.NextAsync<Tick>();

        await stop.CancelAsync();
        await running;

        Assert.Equal(["publish state"], story);
        Assert.IsType<Stopping>(core.Heard()[^1]);
    }

    [Fact(Timeout = Limit)]
    public async Task A_journal_that_cannot_be_written_ends_the_loop_before_anything_is_sent()
    {
        journal.Full = true;
        core.Answer = input => input is MqttConnected
            ? [new AppendToJournal(new JournalEntry { TsNs = 1 }), new WriteToGateway(new RequestCurrentTime())]
            : [];
        Start();

        await inbox.PutAsync(new MqttConnected(), Token);

        await Assert.ThrowsAsync<IOException>(() => running);
        Assert.Empty(story);
        running = Task.CompletedTask;
    }

    [Fact(Timeout = Limit)]
    public async Task A_replay_is_read_from_the_journal()
    {
        for (var jseq = 1; jseq <= 5; jseq++)
        {
            journal.Append(new JournalEntry { TsNs = jseq, Events = [new EventRecord(jseq, "ack", System.Text.Encoding.UTF8.GetBytes($"{{\"jseq\":{jseq}}}"))] });
        }

        core.Answer = input => input is MqttConnected ? [new ReplayFromJournal(2, 4)] : [];
        Start();
        await inbox.PutAsync(new MqttConnected(), Token);
        await inbox.PutAsync(new EventDelivered(1), Token);
        await core.NextAsync<EventDelivered>();

        Assert.Equal(
            ["{\"jseq\":3,\"replay\":true}", "{\"jseq\":4,\"replay\":true}"],
            mqtt.Published.Select(message => System.Text.Encoding.UTF8.GetString(message.Payload.Span)));
    }

    [Fact(Timeout = Limit)]
    public async Task Who_brings_mail_lends_its_thread_and_has_it_back_in_a_flood()
    {
        const int Flood = 100;
        var (bringer, began, lent, handled) = (0, false, 0, 0);
        core.Answer = input =>
        {
            var here = Environment.CurrentManagedThreadId == bringer;
            if (input is EventDelivered { Jseq: 0 } && here && !began)
            {
                began = true;
                for (var jseq = 1; jseq <= Flood; jseq++)
                {
                    Assert.True(inbox.PutAsync(new EventDelivered(jseq), Token).AsTask().IsCompleted);
                }
            }
            else if (input is EventDelivered { Jseq: > 0 })
            {
                handled++;
                lent += here ? 1 : 0;
            }

            return [];
        };
        var bringing = new Thread(() =>
        {
            bringer = Environment.CurrentManagedThreadId;
            while (!Volatile.Read(ref began))
            {
                // Until it meets the loop asleep: awake, it would take this in its own thread.
                inbox.PutAsync(new EventDelivered(0), Token).AsTask().Wait(Token);
            }
        });
        Start();
        bringing.Start();
        bringing.Join();

        await inbox.PutAsync(new MqttConnected(), Token);
        await core.NextAsync<MqttConnected>();

        Assert.Equal(Flood, handled);
        Assert.InRange(lent, 1, 15);
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
