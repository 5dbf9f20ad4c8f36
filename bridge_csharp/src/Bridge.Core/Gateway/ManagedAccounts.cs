namespace Bridge.Core.Gateway;

/// <summary>The accounts behind this login.</summary>
public sealed record ManagedAccounts(IReadOnlyList<string> Accounts) : GatewayMessage;
