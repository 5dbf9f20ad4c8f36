namespace Bridge.Tws.Connection;

/// <summary>The handshake is answered and startApi is sent. The connection is the receiver's to close.</summary>
public sealed record Connected(IGatewayConnection Connection) : ConnectResult;
