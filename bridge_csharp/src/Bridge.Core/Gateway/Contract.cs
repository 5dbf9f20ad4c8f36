namespace Bridge.Core.Gateway;

/// <summary>An instrument as the gateway knows it. ConId 0: not known yet.</summary>
public sealed record Contract(string Symbol, string SecType, string Exchange, string Currency, int ConId = 0);
