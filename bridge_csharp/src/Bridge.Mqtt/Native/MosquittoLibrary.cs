using System.Reflection;
using System.Runtime.InteropServices;

namespace Bridge.Mqtt.Native;

/// <summary>Finds Eclipse Mosquitto's client library under the names it has on Linux, Windows and macOS.</summary>
public static class MosquittoLibrary
{
    internal const string Name = "mosquitto";

    // The names as packagers install them; a full path where an installer leaves the folder off the search path.
    private static readonly string[] Linux = ["libmosquitto.so.1", "libmosquitto.so"];
    private static readonly string[] Windows = ["mosquitto.dll", @"C:\Program Files\mosquitto\mosquitto.dll"];
    private static readonly string[] MacOs =
        ["libmosquitto.1.dylib", "libmosquitto.dylib", "/opt/homebrew/lib/libmosquitto.1.dylib", "/usr/local/lib/libmosquitto.1.dylib"];

    private static readonly Lazy<nint> Handle = new(Load);

    static MosquittoLibrary() => NativeLibrary.SetDllImportResolver(typeof(MosquittoLibrary).Assembly, Resolve);

    /// <summary>Whether it is installed.</summary>
    public static bool IsPresent => Handle.Value != 0;

    /// <summary>What to say when it is not.</summary>
    public static string Absent =>
        $"libmosquitto is not installed (looked for {string.Join(", ", Candidates())}); "
        + "install it: 'apt install libmosquitto1', 'brew install mosquitto', or Mosquitto's installer on Windows";

    /// <summary>The names tried on an operating system, in order.</summary>
    public static IReadOnlyList<string> NamesFor(OSPlatform system) =>
        system == OSPlatform.Windows ? Windows : system == OSPlatform.OSX ? MacOs : Linux;

    private static IReadOnlyList<string> Candidates() => NamesFor(
        OperatingSystem.IsWindows() ? OSPlatform.Windows : OperatingSystem.IsMacOS() ? OSPlatform.OSX : OSPlatform.Linux);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) => name == Name ? Handle.Value : 0;

    private static nint Load()
    {
        foreach (var candidate in Candidates())
        {
            if (NativeLibrary.TryLoad(candidate, out var handle))
            {
                return handle;
            }
        }

        return 0;
    }
}
