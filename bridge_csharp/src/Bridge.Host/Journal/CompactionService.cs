using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bridge.Host.Journal;

/// <summary>
/// Keeps the journal small: the bridge runs for months, appends tens of MiB a day, and a start reads all of it. What goes wrong here costs
/// a warning, never the bridge.
/// </summary>
internal sealed partial class CompactionService(
    FileJournal journal, LiveCompaction compaction, CompactionRule rule, TimeProvider time, ILogger<CompactionService> log) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);

    // Some MiB of growth: a disk that was full has been seen to by then, or the warning comes again.
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Windows replaces no file that is open; there a start does it.
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var timer = new PeriodicTimer(LookEvery, time);
        long? failedAt = null;
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                if (rule.IsDue(journal.Length, journal.CompactedLength)
                    && (failedAt is not { } at || time.GetElapsedTime(at) >= TryAgainAfter))
                {
                    // A thread of its own: it reads and rests for seconds, which no thread of the pool should.
                    var triedAt = time.GetTimestamp();
                    failedAt = await Task.Factory.StartNew(
                        () => Succeeds(stoppingToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
                        ? null
                        : triedAt;
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The end; the next run compacts.
        }
    }

    private bool Succeeds(CancellationToken stopping)
    {
        var before = journal.Length;
        try
        {
            if (compaction.Run(stopping))
            {
                Compacted(log, before, journal.CompactedLength);
            }
            else
            {
                NotWorthIt(log, before);
            }

            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            Failed(log, TryAgainAfter.TotalMinutes, e.Message);
            return false;
        }
    }

    [LoggerMessage(
        EventId = 50,
        EventName = "journal_compacted",
        Level = LogLevel.Information,
        Message = "the journal was rewritten without what nobody can ask for any more: {Before} bytes are {After} now")]
    private static partial void Compacted(ILogger log, long before, long after);

    [LoggerMessage(
        EventId = 51,
        EventName = "journal_not_compacted",
        Level = LogLevel.Debug,
        Message = "nearly all {Bytes} bytes of the journal are still needed")]
    private static partial void NotWorthIt(ILogger log, long bytes);

    [LoggerMessage(
        EventId = 52,
        EventName = "journal_compaction_failed",
        Level = LogLevel.Warning,
        Message = "the journal could not be made smaller and goes on as it is; tried again in {Minutes} minutes: {Reason}")]
    private static partial void Failed(ILogger log, double minutes, string reason);
}
