using Bridge.Contracts;

namespace Bridge.Core.Journal;

/// <summary>
/// The journal without what nobody can ask for any more, so that neither it nor a start grows with the years: answers older than 7 days,
/// comparisons older than an hour, and all but the last state of every order. Orders, fills, commissions and their events stay for ever, and
/// everything the MQTT broker has not taken yet: nobody has read it.
/// </summary>
public static class Compaction
{
    private const long KeptNs = 7 * Moments.Day;

    // A comparison tells the whole day's orders, every minute: of a busy day hundreds of MiB, and each is stale with the next.
    private const long ComparisonKeptNs = 60 * 60 * Moments.Second;

    /// <summary>The entries worth keeping, in order; folded, they give the same memory. Entries are read twice.</summary>
    /// <param name="entries">The journal; must give the same entries each time.</param>
    /// <param name="nowNs">Now, ns since 1970.</param>
    public static IEnumerable<JournalEntry> Of(IEnumerable<JournalEntry> entries, long nowNs)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var latest = Latest.Of(entries);
        var state = 0L;
        foreach (var entry in entries)
        {
            var age = nowNs - entry.TsNs;
            var kept = entry with
            {
                // The epoch lives in the marks: the highest is kept whatever its age.
                Command = entry.Command is { } mark && age > KeptNs && mark.Epoch < latest.Epoch ? null : entry.Command,
                Overtaking = entry.Overtaking?.UntilNs < nowNs ? null : entry.Overtaking,
                Orders = Any(entry.Orders?.Where(order => latest.States[order.ClientOrderId] == ++state)),
                Events = Any(entry.Events?.Where(record => record.Jseq > latest.DeliveredJseq || record.Jseq == latest.LastJseq || age <= KeptNsOf(record.Name))),
                DeliveredJseq = entry.DeliveredJseq == latest.DeliveredJseq ? entry.DeliveredJseq : null,
            };
            if (kept is not { Command: null, Overtaking: null, Orders: null, Fills: null, Commissions: null, Events: null, DeliveredJseq: null })
            {
                yield return kept;
            }
        }
    }

    private static long KeptNsOf(string name) => name switch
    {
        EventNames.Reconciliation => ComparisonKeptNs,
        EventNames.Ack => KeptNs,
        _ => long.MaxValue,
    };

    private static List<T>? Any<T>(IEnumerable<T>? items) => items?.ToList() is { Count: > 0 } some ? some : null;

    /// <summary>
    /// What decides, read first: some 100 bytes an order. An image would take as much again as the core holds of orders and fills, and this is
    /// done while that one is in use.
    /// </summary>
    private sealed class Latest
    {
        /// <summary>Which of all states of orders, counted from 1, is the last of an order.</summary>
        public Dictionary<string, long> States { get; } = new(StringComparer.Ordinal);

        /// <summary>The highest epoch.</summary>
        public long Epoch { get; private set; }

        /// <summary>The last number given to an event.</summary>
        public long LastJseq { get; private set; }

        /// <summary>Every event up to here has reached the MQTT broker.</summary>
        public long DeliveredJseq { get; private set; }

        public static Latest Of(IEnumerable<JournalEntry> entries)
        {
            var latest = new Latest();
            var state = 0L;
            foreach (var entry in entries)
            {
                latest.Epoch = Math.Max(latest.Epoch, entry.Command?.Epoch ?? 0);
                latest.LastJseq = entry.Events is [.., var last] ? last.Jseq : latest.LastJseq;
                latest.DeliveredJseq = entry.DeliveredJseq ?? latest.DeliveredJseq;
                foreach (var order in entry.Orders ?? [])
                {
                    latest.States[order.ClientOrderId] = ++state;
                }
            }

            return latest;
        }
    }
}
