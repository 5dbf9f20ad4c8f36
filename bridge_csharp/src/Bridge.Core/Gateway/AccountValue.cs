namespace Bridge.Core.Gateway;

/// <summary>One tag of an account.</summary>
public sealed record AccountValue(string Account, string Tag, string Value, string Currency) : GatewayMessage;
