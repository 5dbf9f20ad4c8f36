using Bridge.Host.Memory;

namespace Bridge.Host.Loop;

/// <summary>
/// Collects garbage when nothing is going on. Left to itself the runtime collects in the middle of what makes the garbage, and an order
/// waits a millisecond for it; and what lives a little longer, the lists of a comparison above all, piles up for hours until it collects
/// everything. For the driving loop alone.
/// </summary>
/// <param name="allocated">Bytes allocated since the start.</param>
/// <param name="collect">Collect what is young.</param>
/// <param name="giveBack">Collect everything, and give the room back.</param>
internal sealed class QuietCollector(Func<long> allocated, Action collect, Action giveBack)
{
    // About ten orders; a quarter of what makes the runtime collect by itself.
    private const long Worthwhile = 1024 * 1024;

    // A few seconds' worth while comparisons are told, minutes' worth elsewhere.
    private const long Much = 2 * Worthwhile;

    /// <summary>Before young garbage is collected: longer than a gateway takes to answer.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(5);

    /// <summary>Before everything is: that takes milliseconds, and between the orders of a burst there is no such pause.</summary>
    private static readonly TimeSpan LongQuiet = TimeSpan.FromMilliseconds(50);

    private long collectedAt = allocated();

    // The first time: what the start needed.
    private long gaveBackAt = allocated() - Much;

    /// <summary>How long it must be quiet for there to be something to do; null: there is nothing.</summary>
    public TimeSpan? Wait =>
        allocated() - collectedAt >= Worthwhile ? Quiet
        : allocated() - gaveBackAt >= Much ? LongQuiet
        : null;

    /// <summary>That of the runtime.</summary>
    public static QuietCollector OfRuntime() =>
        new(() => GC.GetTotalAllocatedBytes(), () => GC.Collect(0, GCCollectionMode.Forced, blocking: true), ProcessMemory.GiveBack);

    /// <summary>Nothing has come for so long: collect, if there is enough.</summary>
    public void OnQuiet(TimeSpan since)
    {
        var now = allocated();
        if (since >= LongQuiet && now - gaveBackAt >= Much)
        {
            giveBack();
            gaveBackAt = collectedAt = allocated();
        }
        else if (since >= Quiet && now - collectedAt >= Worthwhile)
        {
            collect();
            collectedAt = allocated();
        }
    }
}
