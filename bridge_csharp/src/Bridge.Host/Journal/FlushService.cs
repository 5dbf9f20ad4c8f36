using Bridge.Core.Journal;
using Microsoft.Extensions.Hosting;

namespace Bridge.Host.Journal;

/// <summary>Brings to disk what nobody waits for (fills, statuses): within 100 ms of its writing.</summary>
internal sealed class FlushService(IJournal journal, Failure failure, TimeProvider time) : BackgroundService
{
    // Half of what is promised: the other half is the disk's.
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(50);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                journal.Flush();
            }
        }
        catch (OperationCanceledException)
        {
            // The driving loop flushes last.
        }
        catch (IOException e)
        {
            failure.Report($"the journal cannot be brought to disk: {e.Message}", e);
        }
    }
}
