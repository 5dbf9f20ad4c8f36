using System.Diagnostics;
using Bridge.Mqtt.Tests;

namespace Bridge.Host.Tests;

/// <summary>The process as its parent sees it: signals, exit codes, what survives.</summary>
public sealed class ProcessTests : IDisposable
{
    private const int Limit = 60_000;

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact(Timeout = Limit)]
    public async Task SIGTERM_ends_it_in_good_order_within_two_seconds()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no SIGTERM on Windows");
        await using var broker = await Broker.StartAsync();
        await using var wire = await Wire.OpenAsync(broker);
        await using var bridge = BridgeProcess.Start(broker, folder);
        await wire.StateAsync("online");

        var since = Stopwatch.StartNew();
        bridge.Terminate();
        var last = await wire.StateAsync("offline");
        var (code, errors) = await bridge.ExitAsync();

        Assert.InRange(since.ElapsedMilliseconds, 0, 2000);
        Assert.Equal((0, string.Empty), (code, errors));
        Assert.True(last.TryGetProperty("ts_ns", out _), "the last word is the bridge's own, not the will");
    }

    [Fact(Timeout = Limit)]
    public async Task SIGKILL_publishes_the_will_and_the_next_start_remembers_everything()
    {
        await using var broker = await Broker.StartAsync();
        await using var wire = await Wire.OpenAsync(broker);
        await using var first = BridgeProcess.Start(broker, folder);
        var before = await wire.StateAsync("online");
        wire.Send(Wire.Ping("p-1", 3));
        var ack = await wire.AckAsync("p-1");

        first.Kill();
        await wire.StateAsync("offline");
        await first.ExitAsync();
        await using var second = BridgeProcess.Start(broker, folder);
        var after = await wire.StateAsync("online");
        wire.Send(Wire.Ping("p-1", 3));

        // The first answer may be told once more before: its delivery was not on disk yet.
        var again = await wire.AckAsync("p-1", "duplicate");

        Assert.Equal(before.GetProperty("journal_id").GetString(), after.GetProperty("journal_id").GetString());
        Assert.NotEqual(before.GetProperty("run").GetString(), after.GetProperty("run").GetString());
        Assert.Equal(3, after.GetProperty("epoch").GetInt64());
        Assert.True(again.GetProperty("jseq").GetInt64() > ack.GetProperty("jseq").GetInt64());
    }

    [Fact(Timeout = Limit)]
    public async Task A_second_bridge_on_the_same_state_directory_does_not_start()
    {
        await using var broker = await Broker.StartAsync();
        await using var wire = await Wire.OpenAsync(broker);
        await using var first = BridgeProcess.Start(broker, folder);
        await wire.StateAsync("online");

        await using var second = BridgeProcess.Start(broker, folder);
        var (code, errors) = await second.ExitAsync();

        Assert.Equal(2, code);
        Assert.Contains("taken by another bridge", errors, StringComparison.Ordinal);
    }
}
