using Bridge.Contracts;

namespace Bridge.Core.Journal;

/// <summary>
/// The journal without what nobody can ask for any more, so that neither it nor a start grows with the years: answers and comparisons older
/// than 7 days, and all but the last state of every order. Orders, fills, commissions and their events stay for ever.
/// </summary>
public static class Compaction
{
    private const long KeptNs = 7 * Moments.Day;

    /// <summary>The entries worth keeping, in order; folded, they give the same memory. Entries are read twice.</summary>
    /// <param name="entries">The journal; must give the same entries each time.</param>
    /// <param name="nowNs">Now, ns since 1970.</param>
    public static IEnumerable<JournalEntry> Of(IEnumerable<JournalEntry> entries, long nowNs)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var image = JournalImage.Of(entries);
        foreach (var entry in entries)
        {
            var old = nowNs - entry.TsNs > KeptNs;
            var kept = entry with
            {
                // The epoch lives in the marks: the highest is kept whatever its age.
                Command = entry.Command is { } mark && old && mark.Epoch < image.Epoch ? null : entry.Command,
                Overtaking = entry.Overtaking?.UntilNs < nowNs ? null : entry.Overtaking,
                Orders = Any(entry.Orders?.Where(order => image.Orders[order.ClientOrderId] == order)),
                Events = Any(entry.Events?.Where(record => !old || record.Jseq == image.LastJseq || record.Name is not (EventNames.Ack or EventNames.Reconciliation))),
            };
            if (kept is not { Command: null, Overtaking: null, Orders: null, Fills: null, Commissions: null, Events: null, DeliveredJseq: null })
            {
                yield return kept;
            }
        }
    }

    private static List<T>? Any<T>(IEnumerable<T>? items) => items?.ToList() is { Count: > 0 } some ? some : null;
}
