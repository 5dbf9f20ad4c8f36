using Bridge.Core.Gateway;

namespace Bridge.Core.Outbound;

/// <summary>Anything that is no order.</summary>
internal sealed record Question(Lane Lane, GatewayRequest Request) : OutboundItem(Lane, 1);
