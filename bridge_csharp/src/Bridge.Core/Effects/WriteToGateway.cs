using Bridge.Core.Gateway;

namespace Bridge.Core.Effects;

/// <summary>Write one message. A write that fails is told by <see cref="Inputs.GatewayLinkChanged"/>; the core counts it as perhaps written.</summary>
public sealed record WriteToGateway(GatewayRequest Request) : Effect;
