using System.Threading.Channels;

namespace Bridge.Host.Logging;

/// <summary>What is on its way to the file, in order. Who logs never waits for the disk; full, the oldest goes and its lines are counted.</summary>
internal sealed class LogOutbox
{
    private const int Capacity = 10_000;

    private readonly Channel<ILogged> channel;
    private long dropped;

    public LogOutbox() => channel = Channel.CreateBounded<ILogged>(
        new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest },
        gone => Interlocked.Add(ref dropped, gone.Count));

    /// <summary>Lines nobody will read.</summary>
    public long Dropped => Interlocked.Read(ref dropped);

    /// <summary>For the one who writes them.</summary>
    public ChannelReader<ILogged> Reader => channel.Reader;

    /// <summary>Put something in.</summary>
    public void Put(ILogged logged) => channel.Writer.TryWrite(logged);
}
