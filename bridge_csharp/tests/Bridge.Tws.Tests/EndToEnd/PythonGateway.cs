using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Bridge.Tws.Tests.Fakes;

namespace Bridge.Tws.Tests.EndToEnd;

/// <summary>The project's fake gateway as a process of its own, on a free port. Independent of this client: two others were tried on it.</summary>
internal sealed partial class PythonGateway : IDisposable
{
    private readonly Process _process;
    private readonly int _controlPort;

    // "fake gateway: 127.0.0.1:39117, account …, control 127.0.0.1:39118"
    private PythonGateway(Process process, string said)
    {
        int[] ports = [.. Addresses().Matches(said).Select(found => int.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture))];
        (_process, Port, _controlPort) = (process, ports[0], ports[1]);
    }

    public int Port { get; }

    private static string Python => Path.Combine(Checkout.Root, ".venv", "bin", "python");

    private static string Program => Path.Combine(Checkout.Root, "rlbot", "bridge", "fake_gateway", "__main__.py");

    /// <summary>Starts it, or skips the test with the reason.</summary>
    public static async Task<PythonGateway> StartAsync(CancellationToken cancellation, params string[] arguments)
    {
        Assert.SkipUnless(File.Exists(Python), "the fake gateway needs the project's Python (.venv/bin/python; make builds it)");
        Assert.SkipUnless(File.Exists(Program), "the fake gateway (rlbot/bridge/fake_gateway) is not part of this version");
        var start = new ProcessStartInfo(Python, ["-m", "rlbot.bridge.fake_gateway", "--port", "0", "--control-port", "0", .. arguments])
        {
            WorkingDirectory = Checkout.Root,
            RedirectStandardOutput = true,
        };
        Process process = Process.Start(start)!;
        try
        {
            string said = await process.StandardOutput.ReadLineAsync(cancellation) ?? "nothing";
            return new PythonGateway(process, said);
        }
        catch
        {
            process.Kill();
            throw;
        }
    }

    /// <summary>Makes a fault happen now: its name and values as JSON members.</summary>
    public async Task FaultAsync(string members, CancellationToken cancellation)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", _controlPort, cancellation);
        using var lines = new StreamReader(client.GetStream());
        await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes($"{{\"do\": \"fault\", {members}}}\n"), cancellation);
        Assert.Contains("\"ok\": true", await lines.ReadLineAsync(cancellation), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    [GeneratedRegex(@"127\.0\.0\.1:(\d+)")]
    private static partial Regex Addresses();
}
