using System.Net.Sockets;
using Bridge.Tws.Connection;

namespace Bridge.Tws.Tests.Fakes;

/// <summary>A link that receives what a test lays out, and whose sending fails as the test wants.</summary>
internal sealed class ScriptedLink : IByteLink
{
    /// <summary>What arrives, part by part; then nothing more does.</summary>
    public Queue<byte[]> Received { get; init; } = [];

    /// <summary>What TrySend answers.</summary>
    public (int Sent, SocketError Error) AtOnce { get; init; }

    /// <summary>Thrown by TrySend, if anything.</summary>
    public Exception? Broken { get; init; }

    /// <summary>What SendAsync does.</summary>
    public Func<CancellationToken, Task> Later { get; init; } = _ => Task.CompletedTask;

    /// <summary>How many bytes were left to SendAsync.</summary>
    public int Rest { get; private set; }

    /// <summary>What TryReceive ends with; without an error the other side has closed.</summary>
    public SocketError Ends { get; init; } = SocketError.Success;

    public bool AwaitBytes(TimeSpan atMost) => true;

    /// <summary>The next part; an empty one is a thread that was woken for nothing.</summary>
    public int TryReceive(Span<byte> room, out SocketError error)
    {
        byte[]? part = Received.TryDequeue(out byte[]? next) ? next : null;
        error = part is null ? Ends : part.Length == 0 ? SocketError.WouldBlock : SocketError.Success;
        part.CopyTo(room);
        return part?.Length ?? 0;
    }

    public async ValueTask<int> ReceiveAsync(Memory<byte> room, CancellationToken cancellation)
    {
        if (Received.TryDequeue(out byte[]? part))
        {
            part.CopyTo(room);
            return part.Length;
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
        return 0;
    }

    public int TrySend(ReadOnlySpan<byte> bytes, out SocketError error)
    {
        error = AtOnce.Error;
        return Broken is null ? AtOnce.Sent : throw Broken;
    }

    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        Rest = bytes.Length;
        await Later(cancellation);
    }

    public void EndSending()
    {
    }

    public void Dispose()
    {
    }
}
