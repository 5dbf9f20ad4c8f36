using Bridge.Core.Gateway;

namespace Bridge.Tws.Outgoing;

/// <summary>The first request of a session: who we are. The connection sends it by itself.</summary>
internal sealed record StartApi(int ClientId) : GatewayRequest;
