using System.Threading.Channels;
using Bridge.Core.Gateway;
using Bridge.Tws.Connection;
using Bridge.Tws.Tests.Fakes;

namespace Bridge.Tws.Tests.Connection;

public sealed class SessionTests : IAsyncDisposable
{
    private static readonly Contract s_aapl = new("AAPL", "STK", "SMART", "USD");

    private static readonly OrderTicket s_entry = new(
        "DU1234567", "order-1", "BUY", 100, "LMT", 185.5m, null, "DAY", false, "", 0, 0, Transmit: false);

    private readonly FakeGateway _gateway = FakeGateway.Start();
    private readonly ManualTime _time = new();
    private FakeSession _session = null!;
    private IGatewayConnection _connection = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Messages_come_in_order_however_the_stream_is_split()
    {
        await StartAsync();
        byte[] stream = [.. Enumerable.Range(1, 50).SelectMany(number => Payload.Frame(Payload.Of($"9|1|{number}")))];
        for (int start = 0; start < stream.Length; start += 7)
        {
            await _session.SayRawAsync(stream[start..Math.Min(start + 7, stream.Length)], Stop);
        }

        for (int number = 1; number <= 50; number++)
        {
            Assert.Equal(new NextValidId(number), await _connection.Messages.ReadAsync(Stop));
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_message_that_cannot_be_read_is_told_and_the_next_one_is_read()
    {
        await StartAsync();
        await _session.SayAsync(Stop, "9|1|five", "", "9|1|6");
        Assert.Equal(9, Assert.IsType<UnreadMessage>(await _connection.Messages.ReadAsync(Stop)).MessageId);
        Assert.Equal(-1, Assert.IsType<UnreadMessage>(await _connection.Messages.ReadAsync(Stop)).MessageId);
        Assert.Equal(new NextValidId(6), await _connection.Messages.ReadAsync(Stop));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_reader_that_falls_behind_stops_the_reading_and_loses_nothing()
    {
        await StartAsync(options => options with { MessageCapacity = 4 });
        await _session.SayAsync(Stop, [.. Enumerable.Range(1, 5000).Select(number => $"9|1|{number}")]);
        for (int number = 1; number <= 5000; number++)
        {
            Assert.Equal(new NextValidId(number), await _connection.Messages.ReadAsync(Stop));
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_bracket_arrives_whole_and_in_order()
    {
        await StartAsync();
        OrderTicket stop = s_entry with { OrderRef = "order-1.sl", Action = "SELL", StopPrice = 180, ParentId = 10, Transmit = true };
        PlaceOrder[] bracket = [new PlaceOrder(10, s_aapl, s_entry), new PlaceOrder(11, s_aapl, stop)];
        Assert.Equal(WriteResult.Written, await _connection.WriteAsync(bracket, Stop));
        foreach (PlaceOrder placed in bracket)
        {
            Assert.Equal(Read.Request(placed), string.Join('|', await _session.HearAsync(Stop)));
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Of_several_requests_none_is_written_when_one_cannot_be()
    {
        await StartAsync();
        GatewayRequest[] mixed = [new RequestNextId(), new SubscribeQuotes(1, s_aapl with { Symbol = "A\0" })];
        Assert.Equal(WriteResult.NotBegun("'A?' is not printable ASCII text"), await _connection.WriteAsync(mixed, Stop));
        Assert.Equal(WriteResult.Written, await _connection.WriteAsync([new RequestCurrentTime()], Stop));
        Assert.Equal("49|1", string.Join('|', await _session.HearAsync(Stop)));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_cancelled_write_has_not_begun()
    {
        await StartAsync();
        WriteResult result = await _connection.WriteAsync([new RequestNextId()], new CancellationToken(canceled: true));
        Assert.Equal(WriteResult.NotBegun("cancelled before it was written"), result);
    }

    [Fact(Timeout = 60_000)]
    public async Task When_the_gateway_hangs_up_all_it_said_is_read_and_later_writes_have_not_begun()
    {
        await StartAsync();
        await _session.SayAsync(Stop, "9|1|5", "9|1|6");
        _session.Dispose();
        LinkEnd end = await _connection.Ended.WaitAsync(Stop);
        Assert.Equal(new LinkEnd(LinkCode.NotConnected, "the gateway closed the connection"), end);
        Assert.Equal([new NextValidId(5), new NextValidId(6)], await _connection.Messages.ReadAllAsync(Stop).ToListAsync(Stop));
        Assert.Equal(WriteResult.NotBegun(end.Reason), await _connection.WriteAsync([new RequestNextId()], Stop));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_dropped_connection_ends_with_504()
    {
        await StartAsync();
        _session.Reset();
        LinkEnd end = await _connection.Ended.WaitAsync(Stop);
        Assert.Equal(LinkCode.NotConnected, end.Code);
        Assert.StartsWith("the connection broke: ", end.Reason, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Garbage_ends_the_connection_with_507_after_what_came_before_it()
    {
        await StartAsync();
        await _session.SayRawAsync([.. Payload.Frame(Payload.Of("9|1|5")), .. "garbage garbage"u8], Stop);
        LinkEnd end = await _connection.Ended.WaitAsync(Stop);
        Assert.Equal(LinkCode.BadFrame, end.Code);
        Assert.StartsWith("a frame of 1734439522 bytes", end.Reason, StringComparison.Ordinal);
        Assert.Equal([new NextValidId(5)], await _connection.Messages.ReadAllAsync(Stop).ToListAsync(Stop));
        Assert.Equal(0, await _session.DrainAsync(Stop));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_frozen_gateway_leaves_a_write_unfinished_and_the_connection_ended()
    {
        await StartAsync();
        CancelOrder[] flood = [.. Enumerable.Range(0, 20_000).Select(number => new CancelOrder(number))];
        WriteResult result;
        do
        {
            Task<WriteResult> writing = _connection.WriteAsync(flood, Stop).AsTask();
            if (!writing.IsCompleted)
            {
                _time.Advance(TimeSpan.FromSeconds(3));
            }

            result = await writing;
        }
        while (result.Outcome == WriteOutcome.Written);

        Assert.Equal(WriteResult.Unfinished("the gateway took nothing for 2 s"), result);
        Assert.Equal(new LinkEnd(LinkCode.NotConnected, result.Reason), await _connection.Ended.WaitAsync(Stop));
        Assert.Equal(WriteResult.NotBegun(result.Reason), await _connection.WriteAsync(flood, Stop));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_clean_close_delivers_what_was_written_and_reads_what_was_said()
    {
        await StartAsync();
        await _session.SayAsync(Stop, "9|1|5");
        await _connection.WriteAsync([new CancelOrder(5)], Stop);
        Task closing = _connection.CloseAsync("stopping");
        Assert.Equal("4|1|5|", string.Join('|', await _session.HearAsync(Stop)));
        Assert.Equal(0, await _session.DrainAsync(Stop));
        _session.Dispose();
        await closing.WaitAsync(Stop);
        Assert.Equal(new LinkEnd(null, "stopping"), await _connection.Ended);
        Assert.Equal([new NextValidId(5)], await _connection.Messages.ReadAllAsync(Stop).ToListAsync(Stop));
        Assert.Equal(WriteResult.NotBegun("stopping"), await _connection.WriteAsync([new RequestNextId()], Stop));
        await _connection.CloseAsync("again");
        Assert.Equal("stopping", (await _connection.Ended).Reason);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_gateway_that_does_not_close_its_side_is_waited_for_only_so_long()
    {
        await StartAsync();
        Task closing = _connection.CloseAsync("frozen");
        Assert.False(closing.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        await closing.WaitAsync(Stop);
        Assert.Equal(new LinkEnd(null, "frozen"), await _connection.Ended);
    }

    [Fact(Timeout = 60_000)]
    public async Task Closing_does_not_wait_for_a_reader_that_is_gone()
    {
        await StartAsync(options => options with { MessageCapacity = 1 });
        await _session.SayAsync(Stop, [.. Enumerable.Range(1, 100).Select(number => $"9|1|{number}")]);
        await _connection.Messages.WaitToReadAsync(Stop);
        Task closing = _connection.CloseAsync("stopping");
        _time.Advance(TimeSpan.FromSeconds(1));
        await closing.WaitAsync(Stop);
    }

    [Fact(Timeout = 60_000)]
    public async Task Writers_at_the_same_time_never_mix_their_frames()
    {
        await StartAsync();
        Task<WriteResult>[] writing = [.. Enumerable.Range(0, 200).Select(number => Task.Run(
            () => _connection.WriteAsync([new CancelOrder(number), new CancelOrder(number)], Stop).AsTask(), Stop))];
        var seen = new HashSet<string>();
        for (int pair = 0; pair < writing.Length; pair++)
        {
            string first = (await _session.HearAsync(Stop))[2];
            Assert.Equal(first, (await _session.HearAsync(Stop))[2]);
            Assert.True(seen.Add(first));
        }

        Assert.All(await Task.WhenAll(writing), result => Assert.Equal(WriteOutcome.Written, result.Outcome));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_the_gateway_says_is_read_in_a_thread_of_its_own()
    {
        await StartAsync();
        Task<bool> pooled = IsPooledAsync();
        await _session.SayAsync(Stop, "9|1|5");
        Assert.False(await pooled);

        async Task<bool> IsPooledAsync()
        {
            await _connection.Messages.WaitToReadAsync(Stop).ConfigureAwait(false);
            return Thread.CurrentThread.IsThreadPoolThread;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _session?.Dispose();
        await (_connection?.DisposeAsync() ?? ValueTask.CompletedTask);
        _gateway.Dispose();
    }

    private async Task StartAsync(Func<GatewayConnectOptions, GatewayConnectOptions>? change = null)
    {
        var options = new GatewayConnectOptions("127.0.0.1", _gateway.Port, 7);
        Task<ConnectResult> connecting = new GatewayConnector(_time).ConnectAsync(change?.Invoke(options) ?? options, Stop);
        _session = await _gateway.WelcomeAsync(Stop);
        _connection = Assert.IsType<Connected>(await connecting).Connection;
    }
}
