using System.Text.Json;
using Bridge.Core.Journal;
using Bridge.Host.State;
using Microsoft.Win32.SafeHandles;

namespace Bridge.Host.Journal;

/// <summary>
/// The journal as one file that only grows. Opening it cuts off what a crash left half written (and keeps the cut bytes beside it);
/// damage anywhere else is told, never passed over. Appending is for one thread, flushing for any.
/// </summary>
internal sealed class FileJournal : IJournal, IDisposable
{
    private readonly string path;
    private readonly SafeFileHandle handle;
    private readonly Lock flushing = new();
    private readonly JournalLine lines = new();
    private long length;
    private long flushed;

    private FileJournal(string path, SafeFileHandle handle, long length)
    {
        this.path = path;
        this.handle = handle;
        this.length = length;
    }

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
        RandomAccess.Write(handle, line, length);
        Volatile.Write(ref length, length + line.Length);
    }

    /// <inheritdoc/>
    public void Flush()
    {
        lock (flushing)
        {
            var end = Volatile.Read(ref length);
            if (end > flushed)
            {
                RandomAccess.FlushToDisk(handle);
                flushed = end;
            }
        }
    }

    /// <inheritdoc/>
    public IEnumerable<JournalEntry> ReadAll()
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        foreach (var line in LineReader.Read(file, Volatile.Read(ref length)))
        {
            yield return JournalLine.TryRead(line.Bytes.Span, out var text)
                ? JournalText.Read(text)
                : throw new IOException($"{path} changed while it was in use, at byte {line.Start}");
        }
    }

    /// <summary>Flush and close.</summary>
    public void Dispose()
    {
        if (!handle.IsClosed)
        {
            Flush();
            handle.Dispose();
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
