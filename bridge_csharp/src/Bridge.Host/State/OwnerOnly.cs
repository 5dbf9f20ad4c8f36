namespace Bridge.Host.State;

/// <summary>
/// Files and folders that tell accounts, orders and fills: on Unix made for their owner alone, and tightened if they were made before.
/// What belongs to another user, or stands where modes cannot be set, is used as it is.
/// </summary>
internal static class OwnerOnly
{
    private const UnixFileMode OfFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OfFolder = OfFile | UnixFileMode.UserExecute;

    /// <summary>Make a folder. One that is there stays as it is: others may use it too.</summary>
    public static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OfFolder);
        }
    }

    /// <summary>Make a folder that nobody else uses, or close it to others.</summary>
    public static void HoldFolder(string path)
    {
        MakeFolder(path);
        Tighten(path, OfFolder);
    }

    /// <summary>Open a file, or make it.</summary>
    public static FileStream Open(string path, FileMode mode, FileAccess access, FileShare share, int bufferSize = 4096)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = share, BufferSize = bufferSize };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OfFile;
        }

        var file = new FileStream(path, options);
        Tighten(path, OfFile);
        return file;
    }

    /// <summary>Close a file to others, if it is there.</summary>
    public static void Tighten(string path) => Tighten(path, OfFile);

    private static void Tighten(string path, UnixFileMode most)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        try
        {
            var mode = File.GetUnixFileMode(path);
            if ((mode & ~most) != 0)
            {
                File.SetUnixFileMode(path, mode & most);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another user's, a file system without modes, or not there: no reason not to trade.
        }
    }
}
