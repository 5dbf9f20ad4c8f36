namespace Bridge.Mqtt.Tests;

/// <summary>What is on the wire, byte for byte: promises that a broker's behaviour alone shows only after hours.</summary>
public sealed class WireTests
{
    private const int Limit = 20_000;

    [Fact(Timeout = Limit)]
    public async Task The_session_outlives_a_day_and_is_not_started_clean()
    {
        await using var broker = await Broker.StartAsync();
        using var relay = new Relay(broker.Port);
        await using var client = await Client.UpAsync(relay.Port);

        // Protocol name, version 5, flags: will, QoS 1, retained; no clean start; keepalive 5 s.
        Assert.True(relay.Saw([0, 4, .. "MQTT"u8, 5, 0b0010_1100, 0, 5]));

        // Property 17: 86,400 s.
        Assert.True(relay.Saw(17, 0, 1, 0x51, 0x80));
    }

    [Fact(Timeout = Limit)]
    public async Task An_expiry_travels_with_the_message_and_only_with_that_one()
    {
        await using var broker = await Broker.StartAsync();
        using var relay = new Relay(broker.Port);
        await using var client = await Client.UpAsync(relay.Port);

        client.Say("t/b", "without");
        await client.NextAsync<MessageArrived>();
        Assert.False(relay.Saw([2, 0, 0, 1, 44, .. "without"u8]));
        client.Say("t/b", "with", expiry: 300);
        await client.NextAsync<MessageArrived>();

        Assert.True(relay.Saw([5, 2, 0, 0, 1, 44, .. "with"u8]));
    }

    [Fact(Timeout = Limit)]
    public async Task A_subscription_asks_to_be_told_what_is_retained()
    {
        await using var broker = await Broker.StartAsync();
        using var relay = new Relay(broker.Port);
        await using var client = await Client.UpAsync(relay.Port);

        // QoS 1 and retain as published.
        Assert.True(relay.Saw([0, 3, .. "t/#"u8, 0b0000_1001]));
    }
}
