using Bridge.Mqtt.Tests;
using Microsoft.Extensions.Configuration;

namespace Bridge.Host.Tests;

public sealed class BridgeProgramTests : IDisposable
{
    private const int Limit = 30_000;

    private readonly TempFolder folder = new();
    private readonly StringWriter errors = new();
    private readonly CancellationTokenSource stop = new();

    public void Dispose()
    {
        stop.Dispose();
        folder.Dispose();
    }

    [Fact(Timeout = Limit)]
    public async Task Without_a_gateway_it_is_online_answers_and_ends_with_a_last_word()
    {
        await using var broker = await Broker.StartAsync();
        await using var wire = await Wire.OpenAsync(broker);
        var running = RunAsync(BridgeProcess.Options(broker, folder));

        var state = await wire.StateAsync("online");
        Assert.Equal("closed", state.GetProperty("orders").GetString());
        Assert.True(state.GetProperty("rss_mib").GetDecimal() > 1);
        wire.Send(Wire.Ping("p-1", 3));
        await wire.AckAsync("p-1");
        await stop.CancelAsync();
        var last = await wire.StateAsync("offline");

        Assert.Equal(BridgeProgram.Ended, await running);
        Assert.Equal(state.GetProperty("run").GetString(), last.GetProperty("run").GetString());
        var log = File.ReadAllText(folder.At("logs/bridge.jsonl"));
        Assert.Contains("\"event\":\"starts\"", log, StringComparison.Ordinal);
        Assert.Contains("\"event\":\"command_answered\",\"correlation_id\":\"p-1\"", log, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Wrong_options_are_each_named_and_nothing_is_made()
    {
        var code = await RunAsync(new()
        {
            ["Tws:Port"] = "0",
            ["Feed:StaleSeconds"] = "soon",
            ["Bridge:StateDirectory"] = folder.At("state"),
        });

        Assert.Equal(BridgeProgram.CannotStart, code);
        Assert.Contains("Tws__Port", errors.ToString(), StringComparison.Ordinal);
        Assert.Contains("Feed__StaleSeconds", errors.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.At("state")));
    }

    [Fact(Timeout = Limit)]
    public async Task A_damaged_journal_is_told_in_one_line()
    {
        Directory.CreateDirectory(folder.At("state"));
        using (var journal = Journal.FileJournal.Open(folder.At("state/journal.jsonl")))
        {
            journal.Append(new Bridge.Core.Journal.JournalEntry { TsNs = 1 });
            journal.Append(new Bridge.Core.Journal.JournalEntry { TsNs = 2 });
        }

        var bytes = File.ReadAllBytes(folder.At("state/journal.jsonl"));
        bytes[20] ^= 1;
        File.WriteAllBytes(folder.At("state/journal.jsonl"), bytes);

        var code = await RunAsync(new() { ["Bridge:StateDirectory"] = folder.At("state") });

        Assert.Equal(BridgeProgram.CannotStart, code);
        Assert.Single(errors.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("damaged at byte 0", errors.ToString(), StringComparison.Ordinal);
    }

    private Task<int> RunAsync(Dictionary<string, string?> options) => BridgeProgram.RunAsync(
        new ConfigurationBuilder().AddInMemoryCollection(options).Build(), TextWriter.Null, errors, TimeProvider.System, stop.Token);
}
