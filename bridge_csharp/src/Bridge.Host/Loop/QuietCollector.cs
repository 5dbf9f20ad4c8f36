using Bridge.Host.Memory;

namespace Bridge.Host.Loop;

/// <summary>
/// Collects young garbage when nothing is going on. Left to itself the runtime collects in the middle of what makes the garbage, and an order
/// waits a millisecond for it; and what lives a little longer, the lists of a comparison above all, piles up for hours until it collects
/// everything. For the driving loop alone.
/// </summary>
/// <param name="allocated">Bytes allocated since the start.</param>
/// <param name="collect">Collect what is young.</param>
/// <param name="giveBack">Collect everything, and give the room back.</param>
internal sealed class QuietCollector(Func<long> allocated, Action collect, Action giveBack)
{
    /// <summary>So long nothing must have come: longer than a gateway takes to answer.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(5);

    // About ten orders; a quarter of what makes the runtime collect by itself.
    private const long Worthwhile = 1024 * 1024;

    // A minute's worth where much is traded, many minutes' elsewhere.
    private const long Much = 8 * Worthwhile;

    private long collectedAt = allocated();

    // The first time: what the start needed.
    private long gaveBackAt = allocated() - Much;

    /// <summary>Whether there is enough of it.</summary>
    public bool Due => allocated() - collectedAt >= Worthwhile;

    /// <summary>That of the runtime.</summary>
    public static QuietCollector OfRuntime() =>
        new(() => GC.GetTotalAllocatedBytes(), () => GC.Collect(0, GCCollectionMode.Forced, blocking: true), ProcessMemory.GiveBack);

    /// <summary>It is quiet: collect, if there is enough.</summary>
    public void OnQuiet()
    {
        if (!Due)
        {
            return;
        }

        if (allocated() - gaveBackAt >= Much)
        {
            giveBack();
            gaveBackAt = allocated();
        }
        else
        {
            collect();
        }

        collectedAt = allocated();
    }
}
