using Bridge.Core.Inputs;
using Bridge.Host.Loop;
using Microsoft.Extensions.Hosting;

namespace Bridge.Host.Kill;

/// <summary>Looks for the kill file four times a second: a watcher of the file system may miss events, a look cannot.</summary>
internal sealed class KillFileService(KillFile file, Inbox inbox, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(250);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        bool? before = null;
        try
        {
            do
            {
                var stands = file.Stands;
                if (stands != before)
                {
                    await inbox.PutAsync(new KillFileSeen(stands), stoppingToken);
                    before = stands;
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }
}
