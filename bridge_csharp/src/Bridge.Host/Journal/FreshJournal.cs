using Bridge.Core.Journal;
using Bridge.Host.State;
using Microsoft.Win32.SafeHandles;

namespace Bridge.Host.Journal;

/// <summary>A smaller journal in the making, beside the one in use. Unless it takes that one's place, disposing of it leaves nothing.</summary>
internal sealed class FreshJournal : IDisposable
{
    // The disk is also the orders': a flush of theirs must not wait for much of this.
    private const long FlushEvery = 1024 * 1024;
    private const int CopyBytes = 64 * 1024;

    private readonly string path;
    private readonly JournalLine lines = new();
    private long flushed;
    private bool placed;

    private FreshJournal(string path, SafeFileHandle handle)
    {
        this.path = path;
        Handle = handle;
    }

    /// <summary>To write to it.</summary>
    public SafeFileHandle Handle { get; }

    /// <summary>Bytes so far.</summary>
    public long Length { get; private set; }

    /// <summary>An empty one beside the journal of that path; what a crash left of another goes.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public static FreshJournal Beside(string journalPath)
    {
        var path = PathBeside(journalPath);
        OwnerOnly.Open(path, FileMode.Create, FileAccess.Write, FileShare.Read).Dispose();
        return new FreshJournal(path, File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.Read));
    }

    /// <summary>Remove what a crash left of one.</summary>
    public static void RemoveLeftover(string journalPath) => File.Delete(PathBeside(journalPath));

    /// <summary>Add one entry.</summary>
    public void Add(JournalEntry entry) => Write(lines.Of(entry));

    /// <summary>Add bytes of another file as they are.</summary>
    public void Copy(SafeFileHandle source, long from, long to)
    {
        var buffer = new byte[(int)Math.Min(CopyBytes, to - from)];
        while (from < to)
        {
            var count = RandomAccess.Read(source, buffer.AsSpan(0, (int)Math.Min(buffer.Length, to - from)), from);
            if (count == 0)
            {
                throw new IOException($"the journal ends at byte {from}, before the {to} that were written");
            }

            Write(buffer.AsSpan(0, count));
            from += count;
        }
    }

    /// <summary>Return once all of it is on disk.</summary>
    public void Flush()
    {
        RandomAccess.FlushToDisk(Handle);
        flushed = Length;
    }

    /// <summary>Take the place of another file. From then on the handle belongs to who uses that one.</summary>
    public void MoveTo(string place)
    {
        File.Move(path, place, overwrite: true);
        placed = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (placed)
        {
            return;
        }

        Handle.Dispose();
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next one, or the next start, removes it.
        }
    }

    private static string PathBeside(string journalPath) => journalPath + ".compacting";

    private void Write(ReadOnlySpan<byte> bytes)
    {
        RandomAccess.Write(Handle, bytes, Length);
        Length += bytes.Length;
        if (Length - flushed >= FlushEvery)
        {
            Flush();
        }
    }
}
