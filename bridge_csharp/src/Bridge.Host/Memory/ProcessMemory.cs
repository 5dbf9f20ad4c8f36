using System.Runtime.InteropServices;

namespace Bridge.Host.Memory;

/// <summary>What the process holds and does not need.</summary>
internal static partial class ProcessMemory
{
    private static bool trims = OperatingSystem.IsLinux();

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

    [LibraryImport("libc.so.6", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Trim(nuint pad);
}
