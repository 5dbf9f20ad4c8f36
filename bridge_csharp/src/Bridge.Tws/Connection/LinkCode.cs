namespace Bridge.Tws.Connection;

/// <summary>The client-side codes of the protocol, with the meaning that every other client gives them.</summary>
public static class LinkCode
{
    /// <summary>Nobody listens, or nobody answers.</summary>
    public const int CouldNotConnect = 502;

    /// <summary>The connection is gone.</summary>
    public const int NotConnected = 504;

    /// <summary>The gateway speaks none of our versions.</summary>
    public const int VersionNotSpoken = 506;

    /// <summary>The stream can no longer be cut into messages.</summary>
    public const int BadFrame = 507;
}
