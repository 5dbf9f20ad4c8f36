using System.Runtime.InteropServices;

namespace Bridge.Host.Memory;

/// <summary>What the process holds and does not need.</summary>
internal static partial class ProcessMemory
{
    // glibc's name for the number of arenas, and how many: what the driving loop and libmosquitto's thread allocate.
    private const int ArenaMax = -8;
    private const int Arenas = 2;

    // glibc's name for the size from which on something has room of its own, given back once it is freed. The compiler's pages of 64 KiB and
    // what a new thread needs are such; among the small they leave the end of an arena grown, which no trimming gives back: with the
    // gateway lost and found for hours the arenas grew to eight times what was in them. Nothing on an order's path is as large.
    private const int MmapThreshold = -3;
    internal const int Large = 16 * 1024;
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
            _ = SetOption(MmapThreshold, Large);
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
