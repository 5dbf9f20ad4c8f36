namespace Bridge.Core.Gateway;

/// <summary>All values of the account have been told once.</summary>
public sealed record AccountValuesEnd(string Account) : GatewayMessage;
