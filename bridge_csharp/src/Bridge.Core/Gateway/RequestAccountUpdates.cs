namespace Bridge.Core.Gateway;

/// <summary>Values of an account, and their changes; Subscribe false ends it.</summary>
public sealed record RequestAccountUpdates(bool Subscribe, string Account) : GatewayRequest;
