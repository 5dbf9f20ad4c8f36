namespace Bridge.Core.Inputs;

/// <summary>
/// The socket to the gateway changed. After a <see cref="Effects.CloseGateway"/> nothing more of that session may be handed in, neither
/// this nor what it said: the core already counts it as gone, and could not tell it from the next one.
/// </summary>
/// <param name="State">What it is now.</param>
/// <param name="ServerVersion">Negotiated version, once connected.</param>
/// <param name="Code">The gateway's or the client's own error number (502, 504, 506, 507), when one is known.</param>
/// <param name="Reason">Why, for people.</param>
public sealed record GatewayLinkChanged(LinkState State, int? ServerVersion, int? Code, string Reason) : Input
{
    /// <summary>The gateway's clock at the handshake, in its own words, once connected: they name its time zone.</summary>
    public string GatewayTimeText { get; init; } = string.Empty;
}
