using System.Threading.Channels;
using Bridge.Core.Inputs;

namespace Bridge.Host.Loop;

/// <summary>Everything that happens outside, in one line before the driving loop. Full: those who bring it wait.</summary>
internal sealed class Inbox
{
    // A burst of 500 orders with their answers fits several times.
    private const int Capacity = 8192;

    // The driving loop, where it waits, goes on in the thread that brings mail: waking another takes longer than most of what it does.
    private readonly Channel<Arrival> channel = Channel.CreateBounded<Arrival>(
        new BoundedChannelOptions(Capacity) { SingleReader = true, AllowSynchronousContinuations = true });

    /// <summary>For the driving loop alone.</summary>
    public ChannelReader<Arrival> Reader => channel.Reader;

    /// <summary>Wake the driving loop, if it sleeps: one that has mail is awake.</summary>
    public void Wake() => channel.Writer.TryWrite(default);

    /// <summary>Put one in, when there is room.</summary>
    public ValueTask PutAsync(Input input, CancellationToken cancellationToken, long session = 0) =>
        channel.Writer.WriteAsync(new Arrival(input, session), cancellationToken);
}
