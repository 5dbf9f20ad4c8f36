using System.Net.Sockets;

namespace Bridge.Tws.Connection;

/// <summary>Sends bytes within a time, and knows whether it began.</summary>
internal sealed class FrameSender(IByteLink link, TimeSpan limit, TimeProvider time)
{
    /// <summary>Nearly always one system call; only where the socket has no room is there anything to wait for.</summary>
    public async ValueTask<WriteResult> SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken closing)
    {
        int sent = 0;
        try
        {
            sent = link.TrySend(bytes.Span, out SocketError error);
            if (sent == bytes.Length)
            {
                return WriteResult.Written;
            }

            if (sent == 0 && error is not (SocketError.Success or SocketError.WouldBlock))
            {
                return WriteResult.NotBegun($"the socket takes nothing: {error}");
            }
        }
        catch (ObjectDisposedException)
        {
            return WriteResult.NotBegun("the socket is closed");
        }

        return await FinishAsync(bytes[sent..], closing);
    }

    private async ValueTask<WriteResult> FinishAsync(ReadOnlyMemory<byte> rest, CancellationToken closing)
    {
        using var late = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, closing);
        try
        {
            await link.SendAsync(rest, either.Token);
            return WriteResult.Written;
        }
        catch (OperationCanceledException)
        {
            return WriteResult.Unfinished(
                closing.IsCancellationRequested
                    ? "the connection closed while writing"
                    : $"the gateway took nothing for {limit.TotalSeconds} s");
        }
        catch (Exception broken) when (broken is SocketException or ObjectDisposedException)
        {
            return WriteResult.Unfinished($"the connection broke while writing: {broken.Message}");
        }
    }
}
