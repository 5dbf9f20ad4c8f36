using Bridge.Core.Gateway;

namespace Bridge.Core.Inputs;

/// <summary>The gateway said something, in the session that stands.</summary>
public sealed record GatewaySaid(GatewayMessage Message) : Input;
