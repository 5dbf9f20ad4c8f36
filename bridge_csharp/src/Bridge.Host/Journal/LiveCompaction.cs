using Bridge.Core.Journal;
using Bridge.Host.Loop;
using Microsoft.Win32.SafeHandles;

namespace Bridge.Host.Journal;

/// <summary>
/// Makes a journal smaller while it is in use: what is worth keeping of its beginning is written beside it, what is appended meanwhile is
/// copied, and the new file takes its place. Until then the old one is the journal, whole and untouched; whatever fails leaves it so.
/// </summary>
internal sealed class LiveCompaction(FileJournal journal, TimeProvider time)
{
    // Bytes read before the others have a turn, and for how long: longer than the quiet after which the driving loop collects garbage, so
    // that what is read here does not pile up in memory.
    private const long Stretch = 1024 * 1024;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    // Copied while orders wait: less than a millisecond.
    private const long Few = 16 * 1024;

    // The first takes what seconds of reading brought, each next one what its flush took; a flood that never lets it catch up ends.
    private const int MostRounds = 50;

    // A disk that this fills is no place for orders any more: as much again must stay free.
    private const int RoomTimes = 2;

    /// <summary>Called at every step, for whom it concerns.</summary>
    public Action<CompactionStep> At { get; init; } = _ => { };

    /// <summary>Let the others have a turn.</summary>
    public Action<CancellationToken> Rest { get; init; } = stopping => stopping.WaitHandle.WaitOne(Pause);

    /// <summary>Bytes free where the journal is.</summary>
    public Func<long> FreeBytes { get; init; } = () => new DriveInfo(Path.GetDirectoryName(Path.GetFullPath(journal.Path))!).AvailableFreeSpace;

    /// <summary>Compact it once.</summary>
    /// <returns>Whether it was worth it; if not, nothing was changed.</returns>
    /// <exception cref="IOException">The disk refuses, or the journal grows faster than it can be copied; it is as it was.</exception>
    /// <exception cref="OperationCanceledException">Stopped before the end; it is as it was.</exception>
    public bool Run(CancellationToken stopping)
    {
        var (old, before) = journal.OpenToRead();
        using (old)
        {
            if (FreeBytes() < before * RoomTimes)
            {
                throw new IOException($"less than {before * RoomTimes} bytes are free");
            }

            using var fresh = FreshJournal.Beside(journal.Path);
            At(CompactionStep.Begun);
            foreach (var entry in Compaction.Of(Paced(before, stopping), time.NowNs()))
            {
                fresh.Add(entry);
            }

            fresh.Flush();
            At(CompactionStep.Written);
            if (!CompactionRule.IsWorthIt(before, fresh.Length))
            {
                journal.CompactedLength = before;
                return false;
            }

            var copied = CopyMeanwhile(old.SafeFileHandle, before, fresh, stopping);
            journal.Replace(fresh, end =>
            {
                At(CompactionStep.Held);
                fresh.Copy(old.SafeFileHandle, copied, end);
                fresh.Flush();
                At(CompactionStep.Whole);
            });
            journal.CompactedLength = fresh.Length;
            At(CompactionStep.Placed);
            return true;
        }
    }

    /// <summary>The journal's entries up to there, a stretch at a time. The same each time: only this puts another file in its place.</summary>
    private IEnumerable<JournalEntry> Paced(long end, CancellationToken stopping)
    {
        using var file = journal.OpenToRead().File;
        var rested = 0L;
        foreach (var entry in journal.Entries(file, end))
        {
            stopping.ThrowIfCancellationRequested();
            if (file.Position - rested >= Stretch)
            {
                Rest(stopping);
                rested = file.Position;
            }

            yield return entry;
        }
    }

    private long CopyMeanwhile(SafeFileHandle old, long copied, FreshJournal fresh, CancellationToken stopping)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            stopping.ThrowIfCancellationRequested();
            var end = journal.Length;
            fresh.Copy(old, copied, end);
            fresh.Flush();
            copied = end;
            At(CompactionStep.Copied);
            if (journal.Length - copied <= Few)
            {
                return copied;
            }
        }

        throw new IOException("the journal grows faster than it can be copied");
    }
}
