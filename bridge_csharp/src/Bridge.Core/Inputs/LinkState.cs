namespace Bridge.Core.Inputs;

/// <summary>The socket to the gateway.</summary>
public enum LinkState
{
    /// <summary>None.</summary>
    Disconnected,

    /// <summary>An attempt is under way.</summary>
    Connecting,

    /// <summary>The handshake is answered and startApi is sent.</summary>
    Connected,
}
