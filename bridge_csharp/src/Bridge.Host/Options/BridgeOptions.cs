using Bridge.Core;
using Bridge.Tws.Connection;

namespace Bridge.Host.Options;

/// <summary>Everything the bridge is told, checked.</summary>
internal sealed record BridgeOptions
{
    /// <summary>What decides.</summary>
    public required CoreOptions Core { get; init; }

    /// <summary>Where the gateway is.</summary>
    public required GatewayConnectOptions Gateway { get; init; }

    /// <summary>Where the MQTT broker is.</summary>
    public required BrokerOptions Broker { get; init; }

    /// <summary>Journal and lock.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>Where bridge.jsonl goes.</summary>
    public required string LogDirectory { get; init; }

    /// <summary>While this file exists, no entries.</summary>
    public required string KillFile { get; init; }
}
