namespace Bridge.Core.Effects;

/// <summary>Begin one attempt to connect; an attempt still under way is given up first. How it went is told by <see cref="Inputs.GatewayLinkChanged"/>.</summary>
public sealed record ConnectGateway : Effect;
