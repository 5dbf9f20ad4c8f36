using System.Net.Sockets;

namespace Bridge.Tws.Connection;

/// <summary>Bytes both ways. A seam for tests: a socket's errors cannot be had on demand.</summary>
internal interface IByteLink : IDisposable
{
    /// <summary>
    /// Blocks the calling thread until there is something to receive, the end included; false: not within that time. A thread that waits
    /// like this is woken by the bytes themselves, whoever waits asynchronously by a thread that was.
    /// </summary>
    bool AwaitBytes(TimeSpan atMost);

    /// <summary>Some bytes; 0: the other side has closed. Throws <see cref="SocketException"/>.</summary>
    ValueTask<int> ReceiveAsync(Memory<byte> room, CancellationToken cancellation);

    /// <summary>
    /// What is there, without waiting; 0 without an error: the other side has closed. A connection that breaks is an error here and no
    /// exception: for one the runtime looks up where each of its callers stands in its source.
    /// </summary>
    int TryReceive(Span<byte> room, out SocketError error);

    /// <summary>Sends what fits at once, without waiting. With 0 sent, the error says whether anything ever will be.</summary>
    int TrySend(ReadOnlySpan<byte> bytes, out SocketError error);

    /// <summary>
    /// Sends all, waiting for room. When it throws, nobody knows how much went. Throws <see cref="SocketException"/>.
    /// </summary>
    ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation);

    /// <summary>Tells the other side that nothing more will come; what was sent is still delivered.</summary>
    void EndSending();
}
