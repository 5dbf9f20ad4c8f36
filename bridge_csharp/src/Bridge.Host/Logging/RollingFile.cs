using Bridge.Host.State;

namespace Bridge.Host.Logging;

/// <summary>A file of lines that rolls: bridge.jsonl is the newest, bridge.1.jsonl the one before, and so on.</summary>
internal sealed class RollingFile(string path, long maxBytes, int files) : IDisposable
{
    private FileStream? file;

    /// <summary>Add whole lines; rolls first if they would not fit.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public void Append(ReadOnlySpan<byte> lines)
    {
        file ??= OpenFirst();
        if (file.Length > 0 && file.Length + lines.Length > maxBytes)
        {
            Roll();
        }

        file!.Write(lines);
    }

    /// <summary>Close the newest.</summary>
    public void Dispose()
    {
        file?.Dispose();
        file = null;
    }

    private FileStream OpenFirst()
    {
        OwnerOnly.MakeFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        for (var number = 1; number < files; number++)
        {
            OwnerOnly.Tighten(Numbered(number));
        }

        return Open();
    }

    // No buffer: a line is in the file when Append returns.
    private FileStream Open() =>
        OwnerOnly.Open(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

    private void Roll()
    {
        Dispose();
        for (var number = files - 1; number > 0; number--)
        {
            if (File.Exists(Numbered(number - 1)))
            {
                File.Move(Numbered(number - 1), Numbered(number), overwrite: true);
            }
        }

        file = Open();
    }

    private string Numbered(int number) =>
        number == 0 ? path : Path.ChangeExtension(path, $"{number}{Path.GetExtension(path)}");
}
