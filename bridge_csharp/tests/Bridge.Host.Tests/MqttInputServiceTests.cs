using Bridge.Contracts;
using Bridge.Core.Inputs;
using Bridge.Host.Bus;
using Bridge.Host.Logging;
using Bridge.Host.Loop;
using Bridge.Mqtt;
using Microsoft.Extensions.Logging;

namespace Bridge.Host.Tests;

public sealed class MqttInputServiceTests : IAsyncDisposable
{
    private const int Limit = 20_000;

    private readonly FakeMqtt mqtt = new([]);
    private readonly Inbox inbox = new();
    private readonly LogOutbox lines = new();
    private readonly JsonLoggerProvider provider;
    private readonly LoggerFactory loggers;
    private readonly MqttInputService service;

    public MqttInputServiceTests()
    {
        provider = new JsonLoggerProvider(lines, TimeProvider.System);
        loggers = new LoggerFactory([provider]);
        service = new MqttInputService(mqtt, inbox, loggers.CreateLogger<MqttInputService>());
    }

    public async ValueTask DisposeAsync()
    {
        await service.StopAsync(CancellationToken.None);
        service.Dispose();
        mqtt.Dispose();
        loggers.Dispose();
        provider.Dispose();
    }

    [Fact(Timeout = Limit)]
    public async Task Signals_become_inputs_in_their_order_and_foreign_topics_none()
    {
        await service.StartAsync(TestContext.Current.CancellationToken);
        mqtt.Bring(new LinkUp());
        mqtt.Bring(new MessageArrived(Topics.State, default, false));
        mqtt.Bring(new MessageArrived(Topics.OfCommand("ping"), "{}"u8.ToArray(), true));
        mqtt.Bring(new LinkDown("gone"));
        mqtt.Bring(new Delivered(5));

        Assert.IsType<MqttConnected>(await NextAsync());
        var command = Assert.IsType<CommandReceived>(await NextAsync());
        Assert.Equal(("ping", "{}", true), (command.Name, System.Text.Encoding.UTF8.GetString(command.Payload.Span), command.Retained));
        Assert.Equal(new EventDelivered(5), await NextAsync());
    }

    [Fact(Timeout = Limit)]
    public async Task What_was_dropped_is_logged_with_its_number()
    {
        await service.StartAsync(TestContext.Current.CancellationToken);
        mqtt.Dropped = 3;
        mqtt.Bring(new Delivered(1));
        await NextAsync();

        var logged = await lines.Reader.ReadAsync(TestContext.Current.CancellationToken);
        var line = System.Text.Encoding.UTF8.GetString(logged.Lines().Single());

        Assert.Contains("\"event\":\"mqtt_dropped\"", line, StringComparison.Ordinal);
        Assert.Contains("\"count\":3", line, StringComparison.Ordinal);
    }

    private async Task<Input> NextAsync() => (await inbox.Reader.ReadAsync(TestContext.Current.CancellationToken)).Input!;
}
