namespace Bridge.Core.Gateway;

/// <summary>A message we do not read, or could not: kept for the log. Problem is empty for a known kind that is ignored.</summary>
public sealed record UnreadMessage(int MessageId, string Problem) : GatewayMessage;
