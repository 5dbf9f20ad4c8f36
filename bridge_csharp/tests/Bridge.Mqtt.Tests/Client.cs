using System.Text;

namespace Bridge.Mqtt.Tests;

/// <summary>A running connection, and what a test asks of it.</summary>
internal sealed class Client : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly MosquittoConnection connection;
    private readonly Task running;

    public Client(int port, string id = "bridge", string subscription = "t/#", Func<MqttOptions, MqttOptions>? change = null)
    {
        var options = new MqttOptions
        {
            Host = "127.0.0.1",
            Port = port,
            ClientId = id,
            Subscription = subscription,
            Will = new MqttMessage("state/" + id, "offline"u8.ToArray(), Retain: true),
            ReconnectPause = TimeSpan.FromMilliseconds(20),
        };
        connection = new MosquittoConnection(change is null ? options : change(options));
        running = connection.RunAsync(stop.Token);
    }

    public long Dropped => connection.Dropped;

    public static async Task<Client> UpAsync(
        int port, string id = "bridge", string subscription = "t/#", Func<MqttOptions, MqttOptions>? change = null)
    {
        var client = new Client(port, id, subscription, change);
        await client.NextAsync<LinkUp>();
        return client;
    }

    /// <summary>The next signal of that kind; those before it are passed over.</summary>
    public async Task<T> NextAsync<T>()
        where T : MqttSignal
    {
        while (true)
        {
            if (await connection.Signals.ReadAsync(TestContext.Current.CancellationToken) is T wanted)
            {
                return wanted;
            }
        }
    }

    public async Task<string> NextTextAsync() => Encoding.UTF8.GetString((await NextAsync<MessageArrived>()).Payload.Span);

    public bool Say(string topic, string text, bool retain = false, int qos = 1, int? expiry = null, long tag = 0) =>
        connection.Publish(new MqttMessage(topic, Encoding.UTF8.GetBytes(text), qos, retain, expiry, tag));

    public Task<bool> DrainAsync() => connection.DrainAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running;
        connection.Dispose();
        stop.Dispose();
    }
}
