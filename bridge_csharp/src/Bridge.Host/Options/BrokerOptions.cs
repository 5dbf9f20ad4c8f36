namespace Bridge.Host.Options;

/// <summary>Where the MQTT broker is and how to log in.</summary>
internal sealed record BrokerOptions(string Host, int Port, string? Username, string? Password, bool UseTls)
{
    /// <summary>Without the password: this may be logged.</summary>
    public override string ToString() => $"{Host}:{Port}{(UseTls ? " (TLS)" : string.Empty)}";
}
