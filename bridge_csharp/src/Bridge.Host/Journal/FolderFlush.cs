using System.Runtime.InteropServices;

namespace Bridge.Host.Journal;

/// <summary>Brings a file's new name to disk: a flush of the file alone need not.</summary>
internal static partial class FolderFlush
{
    private const int ReadOnly = 0;

    // Some file systems (of networks, in user space) do not flush folders, and say so.
    private const int NotForFolders = 22;

    /// <summary>Return once the names in the folder of <paramref name="file"/> are on disk. On Windows they are when a rename returns.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public static void Of(string file)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        var descriptor = Open(folder, ReadOnly);
        if (descriptor < 0)
        {
            throw Refused(folder);
        }

        try
        {
            if (Flush(descriptor) != 0 && Marshal.GetLastPInvokeError() != NotForFolders)
            {
                throw Refused(folder);
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Refused(string folder) => new($"{folder}: {Marshal.GetLastPInvokeErrorMessage()}");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Flush(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}
