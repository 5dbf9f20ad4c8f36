using Bridge.Core;
using Bridge.Core.Journal;
using Bridge.Host.Journal;
using Bridge.Host.Loop;
using Bridge.Host.Memory;
using Bridge.Host.Options;
using Bridge.Host.State;
using Bridge.Host.WarmUp;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bridge.Host;

/// <summary>The bridge from its options to its exit code.</summary>
internal static partial class BridgeProgram
{
    /// <summary>An orderly end.</summary>
    public const int Ended = 0;

    /// <summary>Something broke; starting again may help.</summary>
    public const int Broken = 1;

    /// <summary>A person must act before a start can succeed.</summary>
    public const int CannotStart = 2;

    /// <summary>Run until told to stop.</summary>
    /// <returns>One of the exit codes above.</returns>
    public static async Task<int> RunAsync(
        IConfiguration configuration, TextWriter output, TextWriter errors, TimeProvider time, CancellationToken stop)
    {
        ProcessMemory.ShareRoom();
        var (options, problems) = OptionsParser.Parse(configuration);
        if (options is null)
        {
            foreach (var problem in problems)
            {
                await errors.WriteLineAsync(problem);
            }

            return CannotStart;
        }

        try
        {
            return await RunAsync(options, output, errors, time, stop);
        }
        catch (Exception e) when (e is CannotStartException or DllNotFoundException or IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync($"The bridge cannot start: {e.Message}");
            return CannotStart;
        }
    }

    private static async Task<int> RunAsync(
        BridgeOptions options, TextWriter output, TextWriter errors, TimeProvider time, CancellationToken stop)
    {
        using var state = StateDirectory.Open(options.StateDirectory);
        using var journal = JournalCompactor.Open(state.JournalPath, time.NowNs());
        Rehearsal.Run(time.NowNs());
        var run = RunName.New(time);
        var core = new BridgeCore(options.Core, JournalImage.Of(journal.ReadAll()), run, state.JournalId);
        using var pulse = Pulse.Of(Environment.GetEnvironmentVariable(Pulse.Variable));
        using var host = BridgeHost.Build(options, core, journal, pulse, errors, time);
        var log = host.Services.GetRequiredService<ILogger<BridgeCore>>();
        Starts(log, run, state.JournalId, options.Core.Live, options.Broker);
        if (journal.CutBytes > 0)
        {
            JournalCut(log, journal.CutBytes);
        }

        await output.WriteLineAsync(
            $"The bridge runs: gateway {options.Gateway.Host}:{options.Gateway.Port}, MQTT {options.Broker}.");
        var failure = host.Services.GetRequiredService<Failure>();
        await host.RunAsync(stop);
        return failure.Reported ? Broken : Ended;
    }

    [LoggerMessage(
        EventId = 2,
        EventName = "starts",
        Level = LogLevel.Information,
        Message = "run {Run}, journal {JournalId}, live {Live}, MQTT {Broker}")]
    private static partial void Starts(ILogger log, string run, string journalId, bool live, BrokerOptions broker);

    [LoggerMessage(
        EventId = 3,
        EventName = "journal_cut",
        Level = LogLevel.Warning,
        Message = "the journal ended in the middle of a line; {Bytes} bytes were cut off and kept beside it")]
    private static partial void JournalCut(ILogger log, long bytes);
}
