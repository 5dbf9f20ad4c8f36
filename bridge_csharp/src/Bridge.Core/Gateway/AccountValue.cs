namespace Bridge.Core.Gateway;

/// <summary>One tag of an account. Currency is empty where it has none, BASE for sums over all.</summary>
public sealed record AccountValue(string Account, string Tag, string Value, string Currency) : GatewayMessage;
