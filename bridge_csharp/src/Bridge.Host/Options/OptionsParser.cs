using Bridge.Core;
using Bridge.Tws.Connection;
using Microsoft.Extensions.Configuration;

namespace Bridge.Host.Options;

/// <summary>The options of the contract (§6) and their defaults.</summary>
internal static class OptionsParser
{
    private const int LargestPort = 65_535;
    private const int Day = 86_400;

    /// <summary>Options, or every problem there is with them.</summary>
    public static (BridgeOptions? Options, IReadOnlyList<string> Problems) Parse(IConfiguration configuration)
    {
        var read = new OptionReader(configuration);
        var gateway = Gateway(read);
        var options = new BridgeOptions
        {
            Gateway = gateway,
            Core = Core(read, gateway.ClientId),
            Broker = Broker(read),
            StateDirectory = read.Text("Bridge__StateDirectory", "checkpoints/bridge"),
            LogDirectory = read.Text("Bridge__LogDirectory", "logs"),
            KillFile = read.Text("Bridge__KillFile", "checkpoints/kill"),
        };
        read.RefuseUnknown("Tws", "Mqtt", "Bridge", "Feed");
        return read.Problems.Count == 0 ? (options, []) : (null, read.Problems);
    }

    private static GatewayConnectOptions Gateway(OptionReader read) => new(
        read.Text("Tws__Host", "127.0.0.1"),
        read.Integer("Tws__Port", 4002, 1, LargestPort),
        read.Integer("Tws__ClientId", 1, 1, int.MaxValue));

    private static BrokerOptions Broker(OptionReader read)
    {
        var broker = new BrokerOptions(
            read.Text("Mqtt__Host", "127.0.0.1"),
            read.Integer("Mqtt__Port", 1883, 1, LargestPort),
            read.OptionalText("Mqtt__Username"),
            read.OptionalText("Mqtt__Password"),
            read.Truth("Mqtt__UseTls", false));
        if (broker is { Username: null, Password: not null })
        {
            read.Wrong("Mqtt__Username", string.Empty, "a name, as Mqtt__Password is given");
        }

        return broker;
    }

    private static CoreOptions Core(OptionReader read, int clientId)
    {
        var options = new CoreOptions
        {
            ClientId = clientId,
            ReconnectSeconds = read.Integer("Tws__ReconnectSeconds", 10, 1, 3600),

            // The gateway hangs up at 50.
            MessagesPerSecond = read.Integer("Tws__MessagesPerSecond", 45, 1, 49),
            ProbeTimeoutSeconds = read.Integer("Tws__ProbeTimeoutSeconds", 2, 1, 60),
            MarketDataType = read.Word("Tws__MarketData", "live", "delayed") == "live" ? 1 : 3,
            GatewayRestart = read.TimeOfDay("Tws__RestartTime"),
            Live = read.Word("Bridge__Mode", "paper", "live") == "live",
            Account = read.OptionalText("Bridge__Account"),
            MaxOrderQuantity = read.Long("Bridge__MaxOrderQuantity", 1_000_000, 1, 1_000_000_000),
            OrderConfirmTimeoutSeconds = read.Integer("Bridge__OrderConfirmTimeoutSeconds", 10, 1, 3600),
            ReconcileSeconds = read.Integer("Bridge__ReconcileSeconds", 60, 1, Day),
            FeedStaleSeconds = read.Integer("Feed__StaleSeconds", 20, 6, Day),
        };
        if (options.Account is { } account && IsPaper(account) == options.Live)
        {
            read.Wrong(
                "Bridge__Account",
                account,
                options.Live
                    ? "an account that does not begin with DU or DF, as Bridge__Mode is live"
                    : "a paper account (DU… or DF…), or Bridge__Mode live");
        }

        return options;
    }

    private static bool IsPaper(string account) =>
        account.StartsWith("DU", StringComparison.Ordinal) || account.StartsWith("DF", StringComparison.Ordinal);
}
