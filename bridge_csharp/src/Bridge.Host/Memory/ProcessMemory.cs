using System.Runtime.InteropServices;

namespace Bridge.Host.Memory;

/// <summary>What the process holds and does not need.</summary>
internal static partial class ProcessMemory
{
    // glibc's name for the number of arenas, and how many: what the driving loop and libmosquitto's thread allocate.
    private const int ArenaMax = -8;
    private const int Arenas = 2;
    private static bool trims = OperatingSystem.IsLinux();

    /// <summary>
    /// Before any thread allocates: by itself glibc gives each of them room of its own, up to sixteen on two cores, and what is freed in one
    /// does not serve another.
    /// </summary>
    public static void ShareRoom()
    {
        if (!trims)
        {
            return;
        }

        try
        {
            _ = SetOption(ArenaMax, Arenas);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // Another C library than glibc.
            trims = false;
        }
    }

    /// <summary>
    /// Back to the operating system with it: garbage, and what the compiler and libmosquitto have freed. Stops everything for as long as it
    /// takes: some milliseconds, as little is alive.
    /// </summary>
    public static void GiveBack()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        if (!trims)
        {
            return;
        }

        try
        {
            _ = Trim(0);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // Another C library than glibc.
            trims = false;
        }
    }

    [LibraryImport("libc.so.6", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetOption(int option, int value);

    [LibraryImport("libc.so.6", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Trim(nuint pad);
}
