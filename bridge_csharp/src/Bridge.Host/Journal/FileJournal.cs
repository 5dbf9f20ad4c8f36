using System.Text.Json;
using Bridge.Core.Journal;
using Bridge.Host.State;
using Microsoft.Win32.SafeHandles;

namespace Bridge.Host.Journal;

/// <summary>
/// The journal as one file that only grows, until a smaller one that says the same takes its place. Opening it cuts off what a crash left
/// half written (and keeps the cut bytes beside it); damage anywhere else is told, never passed over. Appending is for one thread, flushing,
/// reading and replacing for any.
/// </summary>
internal sealed class FileJournal : IJournal, IDisposable
{
    // Taken in this order. Who appends never waits for a flush, only for the last step of a replacement.
    private readonly Lock flushing = new();
    private readonly Lock writing = new();
    private readonly JournalLine lines = new();
    private SafeFileHandle handle;
    private long length;
    private long flushed;
    private bool renamed;

    private FileJournal(string path, SafeFileHandle handle, long length)
    {
        Path = path;
        this.handle = handle;
        this.length = length;
    }

    /// <summary>Its file.</summary>
    public string Path { get; }

    /// <summary>Bytes appended so far.</summary>
    public long Length => Volatile.Read(ref length);

    /// <summary>Bytes that the last compaction left, or found not worth one; 0: none yet. For the one who compacts.</summary>
    public long CompactedLength { get; set; }

    /// <summary>Bytes cut off when it was opened; 0: it ended well.</summary>
    public long CutBytes { get; private init; }

    /// <summary>Open it, or make it.</summary>
    /// <exception cref="CannotStartException">It is damaged before its end.</exception>
    /// <exception cref="IOException">The disk refuses.</exception>
    public static FileJournal Open(string path)
    {
        var (sound, total) = Check(path);
        if (sound < total)
        {
            KeepTail(path, sound);
        }

        OwnerOnly.Open(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read).Dispose();
        var handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        RandomAccess.SetLength(handle, sound);
        RandomAccess.FlushToDisk(handle);
        return new FileJournal(path, handle, sound) { CutBytes = total - sound };
    }

    /// <inheritdoc/>
    public void Append(JournalEntry entry)
    {
        var line = lines.Of(entry);
        lock (writing)
        {
            RandomAccess.Write(handle, line, length);
            Volatile.Write(ref length, length + line.Length);
        }
    }

    /// <inheritdoc/>
    public void Flush()
    {
        lock (flushing)
        {
            FlushHeld();
        }
    }

    /// <inheritdoc/>
    public IEnumerable<JournalEntry> ReadAll()
    {
        var (file, end) = OpenToRead();
        using (file)
        {
            foreach (var entry in Entries(file, end))
            {
                yield return entry;
            }
        }
    }

    /// <summary>The file as it stands, and how much of it is whole lines. It stays readable to there whatever takes its place.</summary>
    public (FileStream File, long End) OpenToRead()
    {
        lock (writing)
        {
            return (new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite), length);
        }
    }

    /// <summary>The entries of a file of <see cref="OpenToRead"/> up to <paramref name="end"/>, where a line ends.</summary>
    /// <exception cref="IOException">A line is not as it was written.</exception>
    public IEnumerable<JournalEntry> Entries(FileStream file, long end)
    {
        foreach (var line in LineReader.Read(file, end))
        {
            yield return JournalLine.TryRead(line.Bytes.Span, out var text)
                ? JournalText.Read(text)
                : throw new IOException($"{Path} changed while it was in use, at byte {line.Start}");
        }
    }

    /// <summary>
    /// Put <paramref name="fresh"/> in this file's place. Meanwhile nothing is appended: what was before is in it and on disk, what comes
    /// after goes into it. A flush returns once the new name is on disk too: a power cut cannot bring the old file back after it.
    /// </summary>
    /// <param name="fresh">The new file.</param>
    /// <param name="complete">Brings what it still lacks, up to the length given, into it and to disk.</param>
    /// <exception cref="IOException">The disk refuses; this file goes on.</exception>
    public void Replace(FreshJournal fresh, Action<long> complete)
    {
        var old = handle;
        lock (flushing)
        {
            lock (writing)
            {
                ObjectDisposedException.ThrowIf(handle.IsClosed, this);
                complete(length);
                fresh.MoveTo(Path);
                handle = fresh.Handle;
                flushed = fresh.Length;
                Volatile.Write(ref length, fresh.Length);
                renamed = true;
            }

            FlushHeld();
        }

        // Only now: the file has no name any more, and giving back its room takes a while.
        old.Dispose();
    }

    /// <summary>Flush and close.</summary>
    public void Dispose()
    {
        lock (flushing)
        {
            lock (writing)
            {
                if (!handle.IsClosed)
                {
                    FlushHeld();
                    handle.Dispose();
                }
            }
        }
    }

    private void FlushHeld()
    {
        if (renamed)
        {
            FolderFlush.Of(Path);
            renamed = false;
        }

        var end = Length;
        if (end > flushed)
        {
            RandomAccess.FlushToDisk(handle);
            flushed = end;
        }
    }

    /// <summary>How many bytes are sound lines, and how many there are.</summary>
    private static (long Sound, long Total) Check(string path)
    {
        if (!File.Exists(path))
        {
            return (0, 0);
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var (total, sound, torn) = (file.Length, 0L, false);
        foreach (var line in LineReader.Read(file, total))
        {
            if (!line.Ended || !IsEntry(line.Bytes.Span))
            {
                torn = true;
            }
            else if (torn)
            {
                // Something sound after something broken: no crash does that, and what stood there may be an order.
                throw new CannotStartException(
                    $"the journal {path} is damaged at byte {sound}, before its end; restore it from a copy, or move it away "
                    + "when no order is open and the positions at the broker are known");
            }
            else
            {
                sound = line.Start + line.Bytes.Length + 1;
            }
        }

        return (sound, total);
    }

    private static bool IsEntry(ReadOnlySpan<byte> line)
    {
        if (!JournalLine.TryRead(line, out var text))
        {
            return false;
        }

        try
        {
            return JournalText.Read(text) is not null;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void KeepTail(string path, long from)
    {
        using var source = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        source.Position = from;
        using var kept = OwnerOnly.Open($"{path}.cut-at-{from}", FileMode.Create, FileAccess.Write, FileShare.Read);
        source.CopyTo(kept);
    }
}
