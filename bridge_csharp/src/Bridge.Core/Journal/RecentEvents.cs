namespace Bridge.Core.Journal;

/// <summary>
/// The latest events, kept in memory so that telling them again seldom reads the journal. Bounded by number and by size: comparisons are
/// large, and the process lives for months.
/// </summary>
public sealed class RecentEvents
{
    private const int Most = 2000;

    private const int MostBytes = 1024 * 1024;
    private readonly Queue<EventRecord> events = new();
    private int bytes;

    /// <summary>Those with a higher number, in order.</summary>
    public IEnumerable<EventRecord> After(long jseq) => events.Where(record => record.Jseq > jseq);

    /// <summary>Whether everything after this number, up to <paramref name="lastJseq"/>, is here.</summary>
    public bool ReachBackTo(long afterJseq, long lastJseq) => afterJseq >= FirstJseq(lastJseq) - 1;

    /// <summary>The oldest number here; the one after <paramref name="lastJseq"/>, when there is none.</summary>
    public long FirstJseq(long lastJseq) => events.TryPeek(out var oldest) ? oldest.Jseq : lastJseq + 1;

    /// <summary>Add the next one; the oldest make room.</summary>
    public void Add(EventRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        events.Enqueue(record);
        bytes += record.Text.Length;
        while (events.Count > Most || (bytes > MostBytes && events.Count > 1))
        {
            bytes -= events.Dequeue().Text.Length;
        }
    }
}
