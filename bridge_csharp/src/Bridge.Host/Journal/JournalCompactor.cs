using Bridge.Core.Journal;

namespace Bridge.Host.Journal;

/// <summary>
/// Opens a journal, and first rewrites one that has grown so large that its reading holds up the start: of an older version, or where it
/// cannot be replaced while it is in use (Windows). Any other is left to <see cref="CompactionService"/>.
/// </summary>
internal static class JournalCompactor
{
    // A second to read; a journal that is compacted in use does not come there for years.
    private const long LargeBytes = 4 * CompactionRule.LeastBytes;

    /// <summary>The journal, without what nobody can ask for any more if a quarter of it could go. A torn one is left for the next start.</summary>
    /// <exception cref="CannotStartException">It is damaged before its end.</exception>
    /// <exception cref="IOException">The disk refuses; the journal is as it was.</exception>
    public static FileJournal Open(string path, long nowNs, long largeBytes = LargeBytes)
    {
        FreshJournal.RemoveLeftover(path);
        var journal = FileJournal.Open(path);
        var before = journal.Length;
        if (journal.CutBytes > 0 || before < largeBytes)
        {
            return journal;
        }

        using var fresh = FreshJournal.Beside(path);
        foreach (var entry in Compaction.Of(journal.ReadAll(), nowNs))
        {
            fresh.Add(entry);
        }

        if (!CompactionRule.IsWorthIt(before, fresh.Length))
        {
            journal.CompactedLength = before;
            return journal;
        }

        fresh.Flush();
        fresh.Handle.Dispose();
        journal.Dispose();
        fresh.MoveTo(path);
        FolderFlush.Of(path);
        var smaller = FileJournal.Open(path);
        smaller.CompactedLength = smaller.Length;
        return smaller;
    }
}
