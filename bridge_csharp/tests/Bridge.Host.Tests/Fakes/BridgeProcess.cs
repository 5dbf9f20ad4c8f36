using System.Diagnostics;
using Bridge.Mqtt.Tests;

namespace Bridge.Host.Tests;

/// <summary>The bridge as its own process, as it is started in earnest.</summary>
internal sealed class BridgeProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly Task<string> errors;

    private BridgeProcess(Process process)
    {
        this.process = process;
        errors = process.StandardError.ReadToEndAsync();
        _ = process.StandardOutput.ReadToEndAsync();
    }

    public static BridgeProcess Start(Broker broker, TempFolder folder)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Bridge.Host.dll")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Options(broker, folder))
        {
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        return new BridgeProcess(Process.Start(start)!);
    }

    /// <summary>Port 1 of loopback: nobody listens there.</summary>
    public static Dictionary<string, string?> Options(Broker broker, TempFolder folder) => new()
    {
        ["Tws:Port"] = "1",
        ["Mqtt:Port"] = $"{broker.Port}",
        ["Bridge:StateDirectory"] = folder.At("state"),
        ["Bridge:LogDirectory"] = folder.At("logs"),
        ["Bridge:KillFile"] = folder.At("kill"),
    };

    public void Kill() => process.Kill();

    public void Terminate() => Process.Start("kill", ["-TERM", $"{process.Id}"]).Dispose();

    public async Task<(int Code, string Errors)> ExitAsync()
    {
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await errors);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }
}
