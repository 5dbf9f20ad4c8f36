using System.Net.Sockets;
using Bridge.Tws.Connection;
using Bridge.Tws.Tests.Fakes;

namespace Bridge.Tws.Tests.Connection;

public sealed class FrameSenderTests
{
    private static readonly byte[] s_bytes = new byte[10];
    private readonly ManualTime _time = new();

    [Fact]
    public async Task What_fits_at_once_is_written()
    {
        var link = new ScriptedLink { AtOnce = (10, SocketError.Success) };
        Assert.Equal(WriteResult.Written, await SendUnclosedAsync(link));
        Assert.Equal(0, link.Rest);
    }

    [Theory]
    [InlineData(4, SocketError.Success, 6)]
    [InlineData(0, SocketError.WouldBlock, 10)]
    public async Task What_does_not_fit_is_written_when_there_is_room(int atOnce, SocketError error, int rest)
    {
        var link = new ScriptedLink { AtOnce = (atOnce, error) };
        Assert.Equal(WriteResult.Written, await SendUnclosedAsync(link));
        Assert.Equal(rest, link.Rest);
    }

    [Theory]
    [InlineData(SocketError.ConnectionReset)]
    [InlineData(SocketError.Shutdown)]
    [InlineData(SocketError.NotConnected)]
    public async Task A_socket_that_takes_nothing_has_certainly_not_begun(SocketError error)
    {
        WriteResult result = await SendUnclosedAsync(new ScriptedLink { AtOnce = (0, error) });
        Assert.Equal(WriteResult.NotBegun($"the socket takes nothing: {error}"), result);
    }

    [Fact]
    public async Task A_closed_socket_has_certainly_not_begun()
    {
        var link = new ScriptedLink { Broken = new ObjectDisposedException("socket") };
        Assert.Equal(WriteResult.NotBegun("the socket is closed"), await SendUnclosedAsync(link));
    }

    [Theory]
    [InlineData(4, SocketError.Success)]
    [InlineData(0, SocketError.WouldBlock)]
    public async Task A_socket_that_breaks_while_waiting_leaves_it_unfinished(int atOnce, SocketError error)
    {
        var link = new ScriptedLink { AtOnce = (atOnce, error), Later = _ => throw new SocketException((int)SocketError.ConnectionReset) };
        Assert.Equal(WriteOutcome.Unfinished, (await SendUnclosedAsync(link)).Outcome);
    }

    [Fact]
    public async Task A_gateway_that_takes_nothing_for_too_long_leaves_it_unfinished()
    {
        var link = new ScriptedLink { AtOnce = (4, SocketError.Success), Later = stop => Task.Delay(Timeout.InfiniteTimeSpan, stop) };
        Task<WriteResult> sending = SendUnclosedAsync(link);
        _time.Advance(TimeSpan.FromSeconds(1.9));
        Assert.False(sending.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal(WriteResult.Unfinished("the gateway took nothing for 2 s"), await sending);
    }

    [Fact]
    public async Task A_connection_closed_meanwhile_leaves_it_unfinished()
    {
        using var closing = new CancellationTokenSource();
        var link = new ScriptedLink { AtOnce = (4, SocketError.Success), Later = stop => Task.Delay(Timeout.InfiniteTimeSpan, stop) };
        Task<WriteResult> sending = SendAsync(link, closing.Token);
        await closing.CancelAsync();
        Assert.Equal(WriteResult.Unfinished("the connection closed while writing"), await sending);
    }

    private Task<WriteResult> SendUnclosedAsync(ScriptedLink link) => SendAsync(link, TestContext.Current.CancellationToken);

    private Task<WriteResult> SendAsync(ScriptedLink link, CancellationToken closing) =>
        new FrameSender(link, TimeSpan.FromSeconds(2), _time).SendAsync(s_bytes, closing).AsTask();
}
