using Bridge.Core.Journal;
using Bridge.Host.State;

namespace Bridge.Host.Journal;

/// <summary>Opens a journal, and first rewrites one that has grown large: beside it, flushed, then put in its place.</summary>
internal static class JournalCompactor
{
    // Reading this much takes a quarter of a second; smaller files are not worth it.
    private const long LargeBytes = 16 * 1024 * 1024;

    /// <summary>The journal, without what nobody can ask for any more if a quarter of it could go. A torn one is left for the next start.</summary>
    /// <exception cref="CannotStartException">It is damaged before its end.</exception>
    /// <exception cref="IOException">The disk refuses; the journal is as it was.</exception>
    public static FileJournal Open(string path, long nowNs, long largeBytes = LargeBytes)
    {
        var journal = FileJournal.Open(path);
        var before = new FileInfo(path).Length;
        if (journal.CutBytes > 0 || before < largeBytes)
        {
            return journal;
        }

        var fresh = path + ".compacting";
        var after = Write(fresh, Compaction.Of(journal.ReadAll(), nowNs));
        if (after > before / 4 * 3)
        {
            File.Delete(fresh);
            return journal;
        }

        journal.Dispose();
        File.Move(fresh, path, overwrite: true);
        return FileJournal.Open(path);
    }

    private static long Write(string path, IEnumerable<JournalEntry> entries)
    {
        using var file = OwnerOnly.Open(path, FileMode.Create, FileAccess.Write, FileShare.Read);
        var lines = new JournalLine();
        foreach (var entry in entries)
        {
            file.Write(lines.Of(entry));
        }

        file.Flush(flushToDisk: true);
        return file.Length;
    }
}
