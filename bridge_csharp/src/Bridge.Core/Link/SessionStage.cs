namespace Bridge.Core.Link;

/// <summary>How far the session with the gateway is.</summary>
internal enum SessionStage
{
    /// <summary>None.</summary>
    Down,

    /// <summary>An attempt is under way.</summary>
    Connecting,

    /// <summary>The handshake is answered; next order id and accounts are not both known.</summary>
    Greeting,

    /// <summary>All is known.</summary>
    Ready,
}
