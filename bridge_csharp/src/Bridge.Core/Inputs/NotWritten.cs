using Bridge.Core.Gateway;

namespace Bridge.Core.Inputs;

/// <summary>
/// Requests of a write of which not one byte left, for certain. Handed in before anything else that happens; that the session ended, if it
/// did, comes in its own place behind all that was said in it.
/// </summary>
public sealed record NotWritten(IReadOnlyList<GatewayRequest> Requests, string Reason) : Input;
