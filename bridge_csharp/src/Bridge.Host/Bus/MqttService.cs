using Bridge.Mqtt;
using Microsoft.Extensions.Hosting;

namespace Bridge.Host.Bus;

/// <summary>Keeps the connection to the MQTT broker. Ends after the driving loop, so that the last words still go out.</summary>
internal sealed class MqttService(IMqttConnection connection) : BackgroundService
{
    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => connection.RunAsync(stoppingToken);
}
