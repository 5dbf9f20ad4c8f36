namespace Bridge.Contracts.Words;

/// <summary>The socket to the gateway.</summary>
public static class GatewayStates
{
    /// <summary>Handshake, next order id and accounts are known.</summary>
    public const string Connected = "connected";

    /// <summary>An attempt is under way.</summary>
    public const string Connecting = "connecting";

    /// <summary>None.</summary>
    public const string Disconnected = "disconnected";

    /// <summary>The closed list.</summary>
    public static IReadOnlyList<string> Every { get; } = [Connected, Connecting, Disconnected];
}
