using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bridge.Host.Logging;

/// <summary>Writes the log file. A disk that refuses costs lines, never the bridge.</summary>
internal sealed partial class LogWriterService(
    LogOutbox outbox, RollingFile file, TextWriter errors, ILogger<LogWriterService> log, TimeProvider time) : BackgroundService
{
    // Who logs goes first: an order and its answers have passed by then.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private bool refused;
    private long droppedBefore;

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        WriteWaiting();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await outbox.Reader.WaitToReadAsync(stoppingToken))
            {
                await Task.Delay(Pause, time, stoppingToken);
                WriteWaiting();
            }
        }
        catch (OperationCanceledException)
        {
            // What still waits is written by StopAsync.
        }
    }

    private void WriteWaiting()
    {
        if (outbox.Dropped is var dropped && dropped != droppedBefore)
        {
            Dropped(log, dropped - droppedBefore);
            droppedBefore = dropped;
        }

        while (outbox.Reader.TryRead(out var logged))
        {
            Write(logged);
        }
    }

    private void Write(ILogged logged)
    {
        foreach (var line in logged.Lines())
        {
            try
            {
                file.Append(line);
                refused = false;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                if (!refused)
                {
                    errors.WriteLine($"The log cannot be written: {e.Message}");
                }

                refused = true;
            }
        }
    }

    [LoggerMessage(EventId = 40, EventName = "log_dropped", Level = LogLevel.Warning, Message = "{Count} log lines dropped")]
    private static partial void Dropped(ILogger log, long count);
}
