using System.Diagnostics;
using System.Globalization;
using Bridge.Tws.Tests.Fakes;

namespace Bridge.Tws.Tests.EndToEnd;

/// <summary>The project's fake gateway as a process of its own, on a free port. Independent of this client: two others were tried on it.</summary>
internal sealed class PythonGateway : IDisposable
{
    private readonly Process _process;

    private PythonGateway(Process process, int port)
    {
        _process = process;
        Port = port;
    }

    public int Port { get; }

    private static string Python => Path.Combine(Checkout.Root, ".venv", "bin", "python");

    private static string Program => Path.Combine(Checkout.Root, "rlbot", "bridge", "fake_gateway", "__main__.py");

    /// <summary>Starts it, or skips the test with the reason.</summary>
    public static async Task<PythonGateway> StartAsync(CancellationToken cancellation, params string[] arguments)
    {
        Assert.SkipUnless(File.Exists(Python), "the fake gateway needs the project's Python (.venv/bin/python; make builds it)");
        Assert.SkipUnless(File.Exists(Program), "the fake gateway (rlbot/bridge/fake_gateway) is not part of this version");
        var start = new ProcessStartInfo(Python, ["-m", "rlbot.bridge.fake_gateway", "--port", "0", .. arguments])
        {
            WorkingDirectory = Checkout.Root,
            RedirectStandardOutput = true,
        };
        Process process = Process.Start(start)!;
        try
        {
            string said = await process.StandardOutput.ReadLineAsync(cancellation) ?? "nothing";
            return new PythonGateway(process, PortIn(said));
        }
        catch
        {
            process.Kill();
            throw;
        }
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    // "fake gateway: 127.0.0.1:39117, account …"
    private static int PortIn(string said)
    {
        string after = said[(said.IndexOf("127.0.0.1:", StringComparison.Ordinal) + "127.0.0.1:".Length)..];
        return int.Parse(after[..after.IndexOf(',', StringComparison.Ordinal)], CultureInfo.InvariantCulture);
    }
}
