namespace Bridge.Mqtt.Tests;

public sealed class LoginTests
{
    private const int Limit = 20_000;

    [Fact(Timeout = Limit)]
    public async Task Without_a_login_a_closed_broker_refuses_and_the_reason_is_told()
    {
        await using var broker = await Broker.StartAsync("allow_anonymous false");
        await using var client = new Client(broker.Port, change: o => o with { Username = "nobody", Password = "wrong" });

        Assert.Contains("not authori", (await client.NextAsync<LinkDown>()).Reason, StringComparison.OrdinalIgnoreCase);
    }

    [Fact(Timeout = Limit)]
    public async Task What_the_broker_refuses_to_take_is_not_delivered_and_ends_the_link_with_the_will()
    {
        await using var broker = await Broker.StartAsync(acl: "topic read t/#\ntopic readwrite state/#\n");
        await using var observer = await Client.UpAsync(broker.Port, "observer", "state/#");
        await using var client = await Client.UpAsync(broker.Port);

        Assert.True(client.Say("state/1", "taken", tag: 1));
        Assert.Equal(new Delivered(1), await client.NextAsync<Delivered>());
        Assert.True(client.Say("t/a", "refused", tag: 7));
        var next = await client.NextAsync<MqttSignal>();

        Assert.Contains("not authori", Assert.IsType<LinkDown>(next).Reason, StringComparison.OrdinalIgnoreCase);
        await client.NextAsync<LinkUp>();
        Assert.Equal("taken", await observer.NextTextAsync());
        Assert.Equal("offline", await observer.NextTextAsync());
    }
}
