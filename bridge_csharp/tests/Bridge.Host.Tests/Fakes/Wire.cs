using System.Text.Json;
using Bridge.Contracts;
using Bridge.Contracts.Commands;
using Bridge.Mqtt;
using Bridge.Mqtt.Tests;

namespace Bridge.Host.Tests;

/// <summary>The core's end of the wire, against a real broker.</summary>
internal sealed class Wire(Client client) : IAsyncDisposable
{
    public static async Task<Wire> OpenAsync(Broker broker) =>
        new(await Client.UpAsync(broker.Port, "rlbot-core", "rlbot/1/#"));

    public void Send(Command command) =>
        client.Say(Topics.OfCommand(command.Name), System.Text.Encoding.UTF8.GetString(CommandWriter.Write(command)));

    /// <summary>The next message on that topic for which the condition holds.</summary>
    public async Task<JsonElement> NextAsync(string topic, Func<JsonElement, bool>? condition = null)
    {
        while (true)
        {
            var message = await client.NextAsync<MessageArrived>();
            if (message.Topic == topic && JsonDocument.Parse(message.Payload).RootElement is var json && condition?.Invoke(json) != false)
            {
                return json;
            }
        }
    }

    public Task<JsonElement> StateAsync(string process) =>
        NextAsync(Topics.State, state => state.GetProperty("process").GetString() == process);

    public Task<JsonElement> AckAsync(string commandId, string outcome = "accepted") => NextAsync(
        Topics.OfEvent(EventNames.Ack),
        ack => (ack.GetProperty("command_id").GetString(), ack.GetProperty("outcome").GetString()) == (commandId, outcome));

    public static Ping Ping(string id, long epoch) => new()
    {
        Id = id,
        Epoch = epoch,
        TsNs = Now(),
        ExpiresTsNs = Now() + 30_000_000_000,
    };

    public ValueTask DisposeAsync() => client.DisposeAsync();

    private static long Now() => (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100;
}
