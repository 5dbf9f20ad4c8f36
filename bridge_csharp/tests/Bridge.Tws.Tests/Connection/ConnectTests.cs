using Bridge.Core.Gateway;
using Bridge.Tws.Connection;
using Bridge.Tws.Tests.Fakes;

namespace Bridge.Tws.Tests.Connection;

public sealed class ConnectTests : IDisposable
{
    private readonly FakeGateway _gateway = FakeGateway.Start();
    private readonly ManualTime _time = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_session_is_started_at_the_version_the_gateway_chose()
    {
        Task<ConnectResult> connecting = ConnectAsync();
        using FakeSession session = await _gateway.WelcomeAsync(Stop, "176|20260102 15:00:00 EST");
        await using IGatewayConnection connection = Assert.IsType<Connected>(await connecting).Connection;
        Assert.Equal((176, "20260102 15:00:00 EST"), (connection.ServerVersion, connection.GatewayTimeText));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_comes_right_behind_the_answer_is_read_too()
    {
        Task<ConnectResult> connecting = ConnectAsync();
        using FakeSession session = await _gateway.AcceptAsync(Stop);
        await session.GreetingAsync(Stop);
        await session.SayAsync(Stop, "178|now", "15|1|DU1234567", "9|1|5");
        await using IGatewayConnection connection = Assert.IsType<Connected>(await connecting).Connection;
        Assert.Equal(["DU1234567"], Assert.IsType<ManagedAccounts>(await connection.Messages.ReadAsync(Stop)).Accounts);
        Assert.Equal(new NextValidId(5), await connection.Messages.ReadAsync(Stop));
    }

    [Fact(Timeout = 60_000)]
    public async Task An_answer_that_arrives_byte_by_byte_is_read()
    {
        Task<ConnectResult> connecting = ConnectAsync();
        using FakeSession session = await _gateway.AcceptAsync(Stop);
        await session.GreetingAsync(Stop);
        foreach (byte part in Payload.Frame(Payload.Of("178|now")))
        {
            await session.SayRawAsync([part], Stop);
        }

        Assert.Equal("71|2|7|", string.Join('|', await session.HearAsync(Stop)));
        await Assert.IsType<Connected>(await connecting).Connection.DisposeAsync();
    }

    [Fact(Timeout = 60_000)]
    public async Task Where_nobody_listens_the_answer_is_502()
    {
        int port = FakeGateway.DeadPort();
        NotConnected refused = Assert.IsType<NotConnected>(await ConnectAsync(port));
        Assert.Equal(LinkCode.CouldNotConnect, refused.Code);
        Assert.StartsWith($"127.0.0.1:{port}: ", refused.Reason, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_gateway_that_says_nothing_is_given_up_after_the_connect_timeout()
    {
        Task<ConnectResult> connecting = ConnectAsync();
        using FakeSession session = await _gateway.AcceptAsync(Stop);
        await session.GreetingAsync(Stop);
        _time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(connecting.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal(Refusal(LinkCode.CouldNotConnect, "no answer within 5 s"), await connecting);
        Assert.Equal(0, await session.DrainAsync(Stop));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("173|now", LinkCode.VersionNotSpoken, "the gateway answered with version 173; 176 to 178 are spoken here")]
    [InlineData("200|now", LinkCode.VersionNotSpoken, "the gateway answered with version 200; 176 to 178 are spoken here")]
    [InlineData("hello|now", LinkCode.BadFrame, "the handshake's answer cannot be read: field 1 is 'hello'; a whole number was expected")]
    [InlineData("178|", LinkCode.BadFrame, "the handshake's answer cannot be read: the message ends after 1 fields")]
    public async Task An_answer_that_cannot_be_used_is_refused_with_its_reason(string answer, int code, string reason)
    {
        Task<ConnectResult> connecting = ConnectAsync();
        using FakeSession session = await _gateway.AcceptAsync(Stop);
        await session.GreetingAsync(Stop);
        await session.SayAsync(Stop, answer);
        Assert.Equal(Refusal(code, reason), await connecting);
        Assert.Equal(0, await session.DrainAsync(Stop));
    }

    [Fact(Timeout = 60_000)]
    public async Task Something_else_that_listens_there_is_told_apart()
    {
        Task<ConnectResult> connecting = ConnectAsync();
        using FakeSession session = await _gateway.AcceptAsync(Stop);
        await session.GreetingAsync(Stop);
        await session.SayRawAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray(), Stop);
        Assert.Equal(Refusal(LinkCode.BadFrame, "what listens there does not speak this protocol"), await connecting);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_gateway_that_hangs_up_during_the_handshake_is_an_answer()
    {
        Task<ConnectResult> connecting = ConnectAsync();
        using (FakeSession session = await _gateway.AcceptAsync(Stop))
        {
            await session.GreetingAsync(Stop);
        }

        NotConnected refused = Assert.IsType<NotConnected>(await connecting);
        Assert.Equal(LinkCode.CouldNotConnect, refused.Code);
    }

    [Fact(Timeout = 60_000)]
    public async Task Stopping_while_connecting_throws_as_cancellation_does()
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        Task<ConnectResult> connecting = ConnectAsync(cancellation: stopping.Token);
        using FakeSession session = await _gateway.AcceptAsync(Stop);
        await session.GreetingAsync(Stop);
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
        Assert.Equal(0, await session.DrainAsync(Stop));
    }

    public void Dispose() => _gateway.Dispose();

    private NotConnected Refusal(int code, string reason) => new(code, $"127.0.0.1:{_gateway.Port}: {reason}");

    private Task<ConnectResult> ConnectAsync(int? port = null, CancellationToken? cancellation = null) =>
        new GatewayConnector(_time).ConnectAsync(
            new GatewayConnectOptions("127.0.0.1", port ?? _gateway.Port, 7) { CloseTimeout = TimeSpan.Zero }, cancellation ?? Stop);
}
