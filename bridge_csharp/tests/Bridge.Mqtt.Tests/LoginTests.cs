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
}
