namespace Bridge.Tws.Connection;

/// <summary>Opens one connection to the gateway. When to try again is decided elsewhere.</summary>
public interface IGatewayConnector
{
    /// <summary>
    /// Connects, agrees on a version and starts the session. A gateway that cannot be reached is an answer; only
    /// <paramref name="cancellation"/> throws.
    /// </summary>
    Task<ConnectResult> ConnectAsync(GatewayConnectOptions options, CancellationToken cancellation);
}
