using Bridge.Contracts;
using Bridge.Core.Inputs;
using Bridge.Host.Loop;
using Bridge.Mqtt;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bridge.Host.Bus;

/// <summary>What the broker brings, as inputs of the core.</summary>
internal sealed partial class MqttInputService(IMqttConnection connection, Inbox inbox, ILogger<MqttInputService> log) : BackgroundService
{
    private long droppedBefore;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var signal in connection.Signals.ReadAllAsync(stoppingToken))
            {
                if (InputOf(signal) is { } input)
                {
                    await inbox.PutAsync(input, stoppingToken);
                }

                TellDropped();
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    private Input? InputOf(MqttSignal signal)
    {
        switch (signal)
        {
            case MessageArrived arrived when Topics.CommandName(arrived.Topic) is { } name:
                return new CommandReceived(name, arrived.Payload, arrived.Retained);
            case Delivered delivered:
                return new EventDelivered(delivered.Tag);
            case LinkUp:
                Up(log);
                return new MqttConnected();
            case LinkDown down:
                Down(log, down.Reason);
                return null;
            default:
                return null;
        }
    }

    private void TellDropped()
    {
        var dropped = connection.Dropped;
        if (dropped != droppedBefore)
        {
            Dropped(log, dropped - droppedBefore);
            droppedBefore = dropped;
        }
    }

    [LoggerMessage(EventId = 20, EventName = "mqtt_up", Level = LogLevel.Information, Message = "connected to the MQTT broker")]
    private static partial void Up(ILogger log);

    [LoggerMessage(EventId = 21, EventName = "mqtt_down", Level = LogLevel.Warning, Message = "no MQTT broker: {Reason}")]
    private static partial void Down(ILogger log, string reason);

    [LoggerMessage(
        EventId = 22, EventName = "mqtt_dropped", Level = LogLevel.Warning, Message = "{Count} messages dropped: too many at once")]
    private static partial void Dropped(ILogger log, long count);
}
