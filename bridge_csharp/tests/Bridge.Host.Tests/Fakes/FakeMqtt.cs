using System.Threading.Channels;
using Bridge.Mqtt;

namespace Bridge.Host.Tests;

/// <summary>A broker in memory: what is published is kept, what arrives is what the test says.</summary>
internal sealed class FakeMqtt(List<string> story) : IMqttConnection
{
    private readonly Channel<MqttSignal> signals = Channel.CreateUnbounded<MqttSignal>();

    public ChannelReader<MqttSignal> Signals => signals.Reader;

    public long Dropped { get; set; }

    public List<MqttMessage> Published { get; } = [];

    public void Bring(MqttSignal signal) => signals.Writer.TryWrite(signal);

    public Task RunAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public bool Publish(MqttMessage message)
    {
        story.Add($"publish {message.Topic}");
        Published.Add(message);
        return true;
    }

    public Task<bool> DrainAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        story.Add("drain");
        return Task.FromResult(true);
    }

    public void Dispose()
    {
    }
}
