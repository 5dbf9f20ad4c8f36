using System.Threading.Channels;

namespace Bridge.Host.Logging;

/// <summary>Lines on their way to the file. Who logs never waits for the disk; full, the oldest line goes and is counted.</summary>
internal sealed class LogOutbox
{
    private const int Capacity = 10_000;

    private readonly Channel<byte[]> channel;
    private long dropped;

    public LogOutbox() => channel = Channel.CreateBounded<byte[]>(
        new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest },
        _ => Interlocked.Increment(ref dropped));

    /// <summary>Lines nobody will read.</summary>
    public long Dropped => Interlocked.Read(ref dropped);

    /// <summary>For the one who writes them.</summary>
    public ChannelReader<byte[]> Reader => channel.Reader;

    /// <summary>Put a line in.</summary>
    public void Put(byte[] line) => channel.Writer.TryWrite(line);
}
