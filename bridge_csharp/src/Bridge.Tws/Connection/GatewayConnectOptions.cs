namespace Bridge.Tws.Connection;

/// <summary>Where the gateway listens, who we are there, and how long things may take.</summary>
/// <param name="Host">Name or address.</param>
/// <param name="Port">4002 for a paper gateway, 4001 for a live one (7497 and 7496 for TWS).</param>
/// <param name="ClientId">Always the same: orders belong to it.</param>
public sealed record GatewayConnectOptions(string Host, int Port, int ClientId)
{
    /// <summary>For connecting and the handshake together.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For one write. A gateway that does not read for so long is frozen.</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a clean close waits for the gateway to close its side.</summary>
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Messages that may wait for the reader; then nothing more is read from the socket.</summary>
    public int MessageCapacity { get; init; } = 4096;
}
