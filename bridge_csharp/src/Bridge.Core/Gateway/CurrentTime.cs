namespace Bridge.Core.Gateway;

/// <summary>The gateway's clock, seconds since 1970: the answer to a probe.</summary>
public sealed record CurrentTime(long UnixSeconds) : GatewayMessage;
