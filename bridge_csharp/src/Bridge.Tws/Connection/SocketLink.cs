using System.Net.Sockets;

namespace Bridge.Tws.Connection;

/// <summary>
/// A TCP socket without Nagle's delay: an order must not wait for the acknowledgement of the message before it.
/// </summary>
internal sealed class SocketLink : IByteLink
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    /// <summary>Connects. Throws <see cref="SocketException"/>.</summary>
    public async Task ConnectAsync(string host, int port, CancellationToken cancellation)
    {
        await _socket.ConnectAsync(host, port, cancellation);
        _socket.Blocking = false; // for what is tried; the asynchronous calls do not mind
    }

    public bool AwaitBytes(TimeSpan atMost) => _socket.Poll(atMost, SelectMode.SelectRead);

    public ValueTask<int> ReceiveAsync(Memory<byte> room, CancellationToken cancellation) =>
        _socket.ReceiveAsync(room, SocketFlags.None, cancellation);

    public int TryReceive(Span<byte> room, out SocketError error) => _socket.Receive(room, SocketFlags.None, out error);

    public int TrySend(ReadOnlySpan<byte> bytes, out SocketError error) => _socket.Send(bytes, SocketFlags.None, out error);

    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await _socket.SendAsync(bytes, SocketFlags.None, cancellation)..];
        }
    }

    public void EndSending()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // The other side was faster.
        }
    }

    public void Dispose() => _socket.Dispose();
}
