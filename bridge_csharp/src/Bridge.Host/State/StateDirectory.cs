namespace Bridge.Host.State;

/// <summary>The bridge's own folder, held for this process alone until it ends.</summary>
internal sealed class StateDirectory : IDisposable
{
    private const string Another = "choose another by Bridge__StateDirectory (under `rlbot up`: by --home)";

    private readonly FileStream heldLock;

    private StateDirectory(string path, FileStream heldLock, string journalId)
    {
        this.heldLock = heldLock;
        JournalPath = Path.Combine(path, "journal.jsonl");
        JournalId = journalId;
    }

    /// <summary>The journal's file.</summary>
    public string JournalPath { get; }

    /// <summary>Made with the folder: another one means that another journal is told from.</summary>
    public string JournalId { get; }

    /// <summary>Make it if need be, and hold it.</summary>
    /// <exception cref="CannotStartException">It is taken, or cannot be written.</exception>
    public static StateDirectory Open(string path)
    {
        FileStream held;
        try
        {
            OwnerOnly.HoldFolder(path);
            held = OwnerOnly.Open(Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException taken) when (Directory.Exists(path) && File.Exists(Path.Combine(path, "lock")))
        {
            throw new CannotStartException(
                $"the state directory {path} is taken by another bridge ({taken.Message}); end that one, or {Another}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CannotStartException($"the state directory {path} cannot be used: {e.Message}; {Another}");
        }

        try
        {
            foreach (var file in Directory.EnumerateFiles(path, "journal*"))
            {
                OwnerOnly.Tighten(file);
            }

            return new StateDirectory(path, held, ReadOrMakeId(Path.Combine(path, "journal-id")));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            held.Dispose();
            throw new CannotStartException($"the state directory {path} cannot be used: {e.Message}; {Another}");
        }
    }

    /// <summary>Let another bridge have it.</summary>
    public void Dispose() => heldLock.Dispose();

    private static string ReadOrMakeId(string path)
    {
        if (File.Exists(path) && File.ReadAllText(path).Trim() is { Length: > 0 } known)
        {
            return known;
        }

        var made = Guid.NewGuid().ToString("N");
        var half = path + ".new";
        using (var file = OwnerOnly.Open(half, FileMode.Create, FileAccess.Write, FileShare.Read))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(made + "\n"));
            file.Flush(flushToDisk: true);
        }

        File.Move(half, path, overwrite: true);
        return made;
    }
}
