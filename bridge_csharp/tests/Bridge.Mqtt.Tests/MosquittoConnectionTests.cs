using System.Globalization;

namespace Bridge.Mqtt.Tests;

public sealed class MosquittoConnectionTests
{
    private const int Limit = 20_000;

    [Fact(Timeout = Limit)]
    public async Task A_message_comes_back_as_it_was_sent()
    {
        await using var broker = await Broker.StartAsync();
        await using var client = await Client.UpAsync(broker.Port);

        Assert.True(client.Say("t/a", "{\"id\":\"1\"}"));
        var arrived = await client.NextAsync<MessageArrived>();

        Assert.Equal("t/a", arrived.Topic);
        Assert.Equal("{\"id\":\"1\"}"u8.ToArray(), arrived.Payload.ToArray());
        Assert.False(arrived.Retained);
    }

    [Fact(Timeout = Limit)]
    public async Task A_thousand_messages_of_two_threads_all_arrive_each_thread_in_order()
    {
        await using var broker = await Broker.StartAsync();
        await using var sender = await Client.UpAsync(broker.Port, "sender", "none");
        await using var receiver = await Client.UpAsync(broker.Port);

        await Task.WhenAll("ab".Select(who => Task.Run(() =>
        {
            for (var i = 0; i < 500; i++)
            {
                Assert.True(sender.Say("t/" + who, $"{i}"));
            }
        })));
        var arrived = new Dictionary<string, List<int>> { ["t/a"] = [], ["t/b"] = [] };
        for (var i = 0; i < 1000; i++)
        {
            var message = await receiver.NextAsync<MessageArrived>();
            arrived[message.Topic].Add(int.Parse(message.Payload.Span, CultureInfo.InvariantCulture));
        }

        Assert.All(arrived.Values, numbers => Assert.Equal(Enumerable.Range(0, 500), numbers));
        Assert.True(await sender.DrainAsync());
    }

    [Fact(Timeout = Limit)]
    public async Task Every_tagged_message_is_told_once_the_broker_has_it()
    {
        await using var broker = await Broker.StartAsync();
        await using var client = await Client.UpAsync(broker.Port, subscription: "none");

        for (var tag = 1; tag <= 200; tag++)
        {
            Assert.True(client.Say("t/a", "x", qos: tag % 2, tag: tag));
        }

        var told = new HashSet<long>();
        for (var i = 0; i < 200; i++)
        {
            Assert.True(told.Add((await client.NextAsync<Delivered>()).Tag));
        }

        Assert.Equal(Enumerable.Range(1, 200).Select(tag => (long)tag), told.Order());
    }

    [Fact(Timeout = Limit)]
    public async Task A_message_published_as_retained_is_known_as_such_also_when_it_arrives_live()
    {
        await using var broker = await Broker.StartAsync();
        await using var client = await Client.UpAsync(broker.Port);

        client.Say("t/a", "x", retain: true);

        Assert.True((await client.NextAsync<MessageArrived>()).Retained);
    }

    [Fact(Timeout = Limit)]
    public async Task A_cut_wire_publishes_the_will_and_is_connected_again()
    {
        await using var broker = await Broker.StartAsync();
        await using var observer = await Client.UpAsync(broker.Port, "observer", "state/#");
        using var relay = new Relay(broker.Port);
        await using var client = await Client.UpAsync(relay.Port);

        relay.Cut();

        Assert.Equal("offline", await observer.NextTextAsync());
        Assert.NotEmpty((await client.NextAsync<LinkDown>()).Reason);
        await client.NextAsync<LinkUp>();
        Assert.True(client.Say("t/a", "again"));
        Assert.Equal("again", await client.NextTextAsync());
    }

    [Fact(Timeout = Limit)]
    public async Task An_orderly_end_publishes_no_will()
    {
        await using var broker = await Broker.StartAsync();
        await using var observer = await Client.UpAsync(broker.Port, "observer", "state/#");

        await using (await Client.UpAsync(broker.Port))
        {
        }

        observer.Say("state/observer", "marker");
        Assert.Equal("marker", await observer.NextTextAsync());
    }

    [Fact(Timeout = Limit)]
    public async Task What_was_sent_while_away_arrives_after_the_return()
    {
        await using var broker = await Broker.StartAsync();
        await using var sender = await Client.UpAsync(broker.Port, "sender", "none");
        await using (await Client.UpAsync(broker.Port))
        {
        }

        sender.Say("t/a", "waiting");
        Assert.True(await sender.DrainAsync());
        await using var back = new Client(broker.Port);

        Assert.Equal("waiting", await back.NextTextAsync());
    }

    [Fact(Timeout = Limit)]
    public async Task A_broker_that_restarts_is_found_again_and_nothing_can_be_published_meanwhile()
    {
        await using var broker = await Broker.StartAsync();
        await using var client = await Client.UpAsync(broker.Port);

        await broker.StopAsync();
        await client.NextAsync<LinkDown>();
        Assert.False(client.Say("t/a", "lost"));
        await broker.RestartAsync();
        await client.NextAsync<LinkUp>();

        Assert.True(client.Say("t/a", "kept"));
        Assert.Equal("kept", await client.NextTextAsync());
    }

    [Fact(Timeout = Limit)]
    public async Task Without_a_broker_it_says_so_and_can_be_ended()
    {
        await using var broker = await Broker.StartAsync();
        await broker.StopAsync();
        await using (var client = new Client(broker.Port))
        {
            Assert.Contains("refused", (await client.NextAsync<LinkDown>()).Reason, StringComparison.OrdinalIgnoreCase);
        }

        await broker.RestartAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task Of_deliveries_none_is_dropped_however_few_wait_for_us()
    {
        await using var broker = await Broker.StartAsync();
        await using var client = await Client.UpAsync(broker.Port, subscription: "none", change: o => o with { Capacity = 2 });

        for (var tag = 1; tag <= 50; tag++)
        {
            Assert.True(client.Say("t/a", "x", tag: tag));
        }

        Assert.True(await client.DrainAsync());
        var told = new HashSet<long>();
        while (told.Count < 50)
        {
            Assert.True(told.Add((await client.NextAsync<Delivered>()).Tag));
        }
    }

    [Fact(Timeout = Limit)]
    public async Task A_full_queue_drops_and_counts()
    {
        await using var broker = await Broker.StartAsync();
        await using var sender = await Client.UpAsync(broker.Port, "sender", "none");
        await using var slow = await Client.UpAsync(broker.Port, "slow", "t/#", o => o with { Capacity = 2 });

        for (var i = 0; i < 6; i++)
        {
            sender.Say("t/a", $"{i}");
        }

        // Nothing is read before all have come, or there would be room for one more.
        while (slow.Dropped < 4)
        {
            await Task.Yield();
        }

        Assert.Equal("0", await slow.NextTextAsync());
        Assert.Equal("1", await slow.NextTextAsync());
    }
}
