using Microsoft.Extensions.Hosting;

namespace Bridge.Host.Logging;

/// <summary>Writes the log file. A disk that refuses costs lines, never the bridge.</summary>
internal sealed class LogWriterService(LogOutbox outbox, RollingFile file, TextWriter errors) : BackgroundService
{
    private bool refused;

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
        while (outbox.Reader.TryRead(out var line))
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
}
