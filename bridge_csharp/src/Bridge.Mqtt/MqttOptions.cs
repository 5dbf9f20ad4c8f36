namespace Bridge.Mqtt;

/// <summary>How to reach the broker and what it is told on every connect.</summary>
public sealed record MqttOptions
{
    /// <summary>Name or address of the broker.</summary>
    public required string Host { get; init; }

    /// <summary>Its port.</summary>
    public required int Port { get; init; }

    /// <summary>Who we are; one connection per id, the broker drops the older.</summary>
    public required string ClientId { get; init; }

    /// <summary>What is subscribed to on every connect, QoS 1.</summary>
    public required string Subscription { get; init; }

    /// <summary>What the broker publishes for us when the connection breaks.</summary>
    public required MqttMessage Will { get; init; }

    /// <summary>Login; null: none.</summary>
    public string? Username { get; init; }

    /// <summary>Its password.</summary>
    public string? Password { get; init; }

    /// <summary>TLS with the certificates the operating system trusts.</summary>
    public bool UseTls { get; init; }

    /// <summary>Silence after which a connection counts as broken.</summary>
    public int KeepAliveSeconds { get; init; } = 5;

    /// <summary>How long the broker keeps subscription and queue of an absent client.</summary>
    public uint SessionExpirySeconds { get; init; } = 86_400;

    /// <summary>Between two attempts to connect.</summary>
    public TimeSpan ReconnectPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Messages that wait for us; further ones are dropped and counted.</summary>
    public int Capacity { get; init; } = 4096;
}
