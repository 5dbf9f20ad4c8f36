namespace Bridge.Tws.Connection;

/// <summary>The version and the time of the gateway, or why there is no session.</summary>
internal sealed record HandshakeAnswer(int Version, string TimeText, NotConnected? Refusal)
{
    public static HandshakeAnswer Refused(int code, string reason) => new(0, string.Empty, new NotConnected(code, reason));
}
