using Bridge.Core.Effects;
using Bridge.Core.Inputs;
using Bridge.Host.Gateway;

namespace Bridge.Host.Loop;

/// <summary>
/// The one loop: an input to the core, its effects carried out in order, the next input. It runs in the thread that brings the input, and
/// in a flood in one of the pool's: those who bring have work of their own, and what is published is written by one of them.
/// </summary>
internal sealed class Driver(
    IBridgeCore core, EffectCarrier carrier, Inbox inbox, IGatewayPort gateway, QuietCollector garbage, TimeProvider time) : IDisposable
{
    // No timer takes a wait without end.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);
    private const decimal Mib = 1024 * 1024;

    // Inputs before a thread has itself back: what the gateway says to an order, up to its fill, fits.
    private const int Lent = 16;

    private readonly Queue<Input> first = new();
    private readonly ITimer alarm = time.CreateTimer(_ => inbox.Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    private int? before;
    private int takenSinceWait;
    private long quietSince = time.GetTimestamp();

    /// <summary>Run until stopped; then let the core say its last word.</summary>
    public async Task RunAsync(Input beginning, CancellationToken stopping)
    {
        first.Enqueue(Tick());
        first.Enqueue(beginning);
        while (!stopping.IsCancellationRequested)
        {
            if (await NextAsync(stopping) is { } input)
            {
                await TakeAsync(input);
                if (++takenSinceWait == Lent)
                {
                    await Task.Yield();
                }
            }
        }

        await TakeAsync(new Stopping());
    }

    /// <inheritdoc/>
    public void Dispose() => alarm.Dispose();

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static Tick Tick() => new(decimal.Round(Environment.WorkingSet / Mib, 1));

    private async Task TakeAsync(Input input)
    {
        foreach (Effect effect in core.Handle(input, time.NowNs()))
        {
            if (await carrier.CarryOutAsync(effect) is { } consequence)
            {
                first.Enqueue(consequence);
            }
        }

        core.CarriedOut();
    }

    /// <summary>What comes next; null: nothing yet, or something that no longer counts.</summary>
    private async ValueTask<Input?> NextAsync(CancellationToken stopping)
    {
        if (first.TryDequeue(out var consequence))
        {
            return consequence;
        }

        // A tick tells the core that nothing more had come by then, so what has come by the time it is due goes before it: an answer that
        // waited while the disk was slow is no silence. What comes later does not: neither clock nor mail can starve the other.
        var wait = core.WaitNs;
        before = wait > 0 ? null : before ?? inbox.Reader.Count;
        if (before-- == 0)
        {
            before = null;
            return Tick();
        }

        if (inbox.Reader.TryRead(out var arrival))
        {
            if (arrival.Input is null)
            {
                garbage.OnQuiet(time.GetElapsedTime(quietSince));
            }
            else
            {
                quietSince = time.GetTimestamp();
            }

            return gateway.IsCurrent(arrival.Session) ? arrival.Input : null;
        }

        if (wait > 0)
        {
            await WaitAsync(garbage.Wait is { } quiet ? Shorter(Moments.Span(wait), quiet) : Moments.Span(wait), stopping);
        }

        return null;
    }

    private async ValueTask WaitAsync(TimeSpan wait, CancellationToken stopping)
    {
        alarm.Change(Shorter(wait, LongestWait), Timeout.InfiniteTimeSpan);
        try
        {
            await inbox.Reader.WaitToReadAsync(stopping);
            takenSinceWait = 0;
        }
        catch (OperationCanceledException)
        {
            // The loop sees it.
        }
    }
}
