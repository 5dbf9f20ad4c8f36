using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Bridge.Mqtt.Native;

namespace Bridge.Mqtt.Tests;

/// <summary>A real Mosquitto on a free loopback port, ended with the test.</summary>
internal sealed class Broker : IAsyncDisposable
{
    private static readonly string[] Folders =
    [
        .. (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator),
        "/usr/sbin",
        "/usr/local/sbin",
        "/opt/homebrew/sbin",
    ];

    private const UnixFileMode ForAll = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("bridge-mqtt-");
    private Process? process;

    private Broker() => Port = FreePort();

    public int Port { get; }

    /// <summary>A running broker, or the test is skipped with the reason.</summary>
    /// <param name="extra">Further lines of its configuration.</param>
    /// <param name="acl">Who may read and write what; null: everybody everything.</param>
    public static async Task<Broker> StartAsync(string extra = "allow_anonymous true", string? acl = null)
    {
        Assert.SkipUnless(MosquittoLibrary.IsPresent, MosquittoLibrary.Absent);
        Assert.SkipWhen(Executable() is null, "mosquitto is not installed (Debian: apt install mosquitto)");
        var broker = new Broker();
        if (acl is not null)
        {
            // Started by root, the broker reads its files as another user.
            var list = Path.Combine(broker.folder.FullName, "acl");
            await File.WriteAllTextAsync(list, acl);
            extra += $"\nacl_file {list}";
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(broker.folder.FullName, ForAll | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
                File.SetUnixFileMode(list, ForAll);
            }
        }

        await File.WriteAllTextAsync(
            broker.Config,
            $"listener {broker.Port} 127.0.0.1\nmax_queued_messages 100000\nlog_dest stderr\n{extra}\n");
        await broker.RestartAsync();
        return broker;
    }

    public async Task RestartAsync()
    {
        var start = new ProcessStartInfo(Executable()!, ["-c", Config]) { RedirectStandardOutput = true, RedirectStandardError = true };
        process = Process.Start(start)!;
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            if (line.EndsWith(" running", StringComparison.Ordinal))
            {
                // Read on, or a full pipe would stop the broker.
                _ = process.StandardError.ReadToEndAsync();
                return;
            }
        }

        throw new InvalidOperationException($"mosquitto did not start: {await process.StandardOutput.ReadToEndAsync()}");
    }

    public async Task StopAsync()
    {
        process!.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        folder.Delete(recursive: true);
    }

    private string Config => Path.Combine(folder.FullName, "mosquitto.conf");

    private static string? Executable() =>
        Folders.Select(f => Path.Combine(f, OperatingSystem.IsWindows() ? "mosquitto.exe" : "mosquitto")).FirstOrDefault(File.Exists);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
