using Bridge.Core.Inputs;
using Bridge.Core.Journal;
using Bridge.Host.Gateway;
using Bridge.Host.Kill;
using Bridge.Mqtt;
using Microsoft.Extensions.Hosting;

namespace Bridge.Host.Loop;

/// <summary>The driving loop as a service, and the order in which things end.</summary>
internal sealed class DriverService(
    Driver driver,
    IJournal journal,
    IMqttConnection mqtt,
    MqttOptions broker,
    IGatewayPort gateway,
    KillFile killFile,
    Failure failure) : BackgroundService
{
    // Within the 2 s that an orderly end may take.
    private static readonly TimeSpan LastWords = TimeSpan.FromMilliseconds(500);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Reading the journal and the first effects must not hold up the other services.
        await Task.Yield();
        try
        {
            await driver.RunAsync(new KillFileSeen(killFile.Stands), stoppingToken);
            journal.Flush();
        }
        catch (IOException e)
        {
            failure.Report($"the journal cannot be written: {e.Message}; free space or mend the disk, then start again", e);
            SayWhatTheWillWouldSay();
        }
        catch (Exception e)
        {
            failure.Report($"unexpected: {e.Message}", e);
            SayWhatTheWillWouldSay();
        }

        await mqtt.DrainAsync(LastWords, CancellationToken.None);
        await gateway.EndAsync("the bridge ends");
    }

    // The core had no last word, and the goodbye to the broker withdraws the will: the state would stay "online" for ever.
    private void SayWhatTheWillWouldSay() => mqtt.Publish(broker.Will);
}
