using Bridge.Contracts;
using Bridge.Core;
using Bridge.Core.Journal;
using Bridge.Host.Bus;
using Bridge.Host.Gateway;
using Bridge.Host.Journal;
using Bridge.Host.Kill;
using Bridge.Host.Logging;
using Bridge.Host.Loop;
using Bridge.Host.Options;
using Bridge.Mqtt;
using Bridge.Tws.Connection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bridge.Host;

/// <summary>Puts the parts together. Services start in the order they stand here and end in the reverse one.</summary>
internal static class BridgeHost
{
    private const string ClientId = "rlbot-bridge";
    private const long LogFileBytes = 10 * 1024 * 1024;
    private const int LogFiles = 5;

    // SIGTERM to exit within 2 s, the process's own end included.
    private static readonly TimeSpan EndWithin = TimeSpan.FromSeconds(1.5);

    /// <summary>The host, not started yet.</summary>
    public static IHost Build(
        BridgeOptions options, BridgeCore core, FileJournal journal, Pulse pulse, TextWriter errors, TimeProvider time)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = EndWithin);
        builder.Services.Configure<ConsoleLifetimeOptions>(console => console.SuppressStatusMessages = true);
        builder.Services
            .AddSingleton(time)
            .AddSingleton(errors)
            .AddSingleton(journal)
            .AddSingleton<IJournal>(journal)
            .AddSingleton(options.Gateway)
            .AddSingleton<IBridgeCore>(new PulsingCore(new DecidingCore(core, time), pulse.Beat))
            .AddSingleton(new KillFile(options.KillFile))
            .AddSingleton(_ => new RollingFile(Path.Combine(options.LogDirectory, "bridge.jsonl"), LogFileBytes, LogFiles))
            .AddSingleton(Broker(options.Broker, core.LastWill))
            .AddSingleton<IMqttConnection, MosquittoConnection>()
            .AddSingleton<IGatewayConnector>(new GatewayConnector(time));
        AddOwn(builder.Services);
        return builder.Build();
    }

    private static void AddOwn(IServiceCollection services) => services
        .AddSingleton<LogOutbox>()
        .AddSingleton<ILoggerProvider, JsonLoggerProvider>()
        .AddLogging(logging => logging
            .SetMinimumLevel(LogLevel.Debug)
            .AddFilter("Microsoft", LogLevel.Warning))
        .AddSingleton<Failure>()
        .AddSingleton<Inbox>()
        .AddSingleton<IGatewayPort, GatewayPort>()
        .AddSingleton<EntryLog>()
        .AddSingleton<EffectCarrier>()
        .AddSingleton(QuietCollector.OfRuntime())
        .AddSingleton<Driver>()
        .AddSingleton<LiveCompaction>()
        .AddSingleton<CompactionRule>()
        .AddHostedService<LogWriterService>()
        .AddHostedService<MqttService>()
        .AddHostedService<MqttInputService>()
        .AddHostedService<FlushService>()
        .AddHostedService<CompactionService>()
        .AddHostedService<KillFileService>()
        .AddHostedService<DriverService>();

    private static MqttOptions Broker(BrokerOptions broker, ReadOnlyMemory<byte> will) => new()
    {
        Host = broker.Host,
        Port = broker.Port,
        Username = broker.Username,
        Password = broker.Password,
        UseTls = broker.UseTls,
        ClientId = ClientId,
        Subscription = Topics.AllCommands,
        Will = new MqttMessage(Topics.State, will, Retain: true),
    };
}
